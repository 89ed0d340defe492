import { expect, test } from 'vitest';
import { smooth } from './smoothing';

test('weight 0 leaves every value as it is', () => {
  expect(smooth([3, -1, 4], 0)).toEqual([3, -1, 4]);
});

test('the first value is itself, whatever the weight', () => {
  for (const weight of [0.1, 0.9, 0.99, 1]) expect(smooth([7, 0], weight)[0]).toBeCloseTo(7, 9);
});

test('a constant stays constant', () => {
  for (const value of smooth(Array(50).fill(2.5), 0.97)) expect(value).toBeCloseTo(2.5, 9);
});

test('two values are weighed with the start-up bias taken out', () => {
  // (0.6 * 0.4 * 1 + 0.4 * 2) / (1 - 0.36)
  expect(smooth([1, 2], 0.6)[1]).toBeCloseTo((0.6 * 0.4 * 1 + 0.4 * 2) / 0.64, 12);
});

test('a value of share 2 counts like the same value twice', () => {
  const shared = smooth([1, 0, 3], 0.8, [1, 2, 1]);
  const spelled = smooth([1, 0, 0, 3], 0.8);
  expect(shared[1]).toBeCloseTo(spelled[2]!, 12);
  expect(shared[2]).toBeCloseTo(spelled[3]!, 12);
});

test('a value that is not finite is a gap and does not spoil what follows', () => {
  const [first, gap, next] = smooth([1, NaN, 1], 0.9);
  expect([first, gap]).toEqual([1, null]);
  expect(next).toBeCloseTo(1, 12);
});
