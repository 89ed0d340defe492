import { expect, test } from 'vitest';
import { fitted } from './fit';

test('proportions are kept and the box is never left', () => {
  expect(fitted(200, 100, 300, 300, 1)).toEqual({ width: 300, height: 150, enlarged: true });
  expect(fitted(1000, 1000, 300, 200, 1)).toEqual({ width: 200, height: 200, enlarged: false });
});

test('small frames grow by whole multiples of device pixels', () => {
  expect(fitted(64, 64, 330, 400, 1)).toEqual({ width: 320, height: 320, enlarged: true });
  expect(fitted(64, 64, 330, 400, 2)).toEqual({ width: 320, height: 320, enlarged: true });
});

test('without room there is nothing to show', () => {
  expect(fitted(64, 64, 0, 100, 1)).toBeNull();
});
