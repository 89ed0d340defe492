import { expect, test } from 'vitest';
import { accept } from './runMessages';

test('rows that follow are all fresh', () => {
  expect(accept(10, ['k', 'l'], 12)).toEqual({ fresh: ['k', 'l'], skipped: 0, restarted: false });
});

test('rows sent again after a reconnect are taken once', () => {
  expect(accept(10, ['i', 'j', 'k'], 11)).toEqual({ fresh: ['k'], skipped: 0, restarted: false });
  expect(accept(10, ['i', 'j'], 10)).toEqual({ fresh: [], skipped: 0, restarted: false });
});

test('a gap is counted exactly', () => {
  expect(accept(10, ['z'], 1000)).toEqual({ fresh: ['z'], skipped: 989, restarted: false });
});

test('a counter that went back means that everything held is void', () => {
  expect(accept(500, ['a', 'b'], 2)).toEqual({ fresh: ['a', 'b'], skipped: 0, restarted: true });
});
