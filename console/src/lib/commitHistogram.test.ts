import { expect, test } from 'vitest';
import { commitBars, placeOf } from './commitHistogram';

const buckets = [
  { up_to_seconds: 0.001, count: 0 },
  { up_to_seconds: 0.002, count: 0 },
  { up_to_seconds: 0.004, count: 6 },
  { up_to_seconds: 0.008, count: 0 },
  { up_to_seconds: 0.016, count: 1 },
  { up_to_seconds: null, count: 0 },
];

test('bars run from the first to the last bucket that holds anything, with a neighbour on each side', () => {
  const bars = commitBars({ buckets });
  expect(bars.map((bar) => bar.upToMs)).toEqual([2, 4, 8, 16, Infinity]);
  expect(bars[0]!.aboveMs).toBe(1);
  expect(bars.reduce((total, bar) => total + bar.count, 0)).toBe(7);
  expect(commitBars({ buckets: buckets.map((bucket) => ({ ...bucket, count: 0 })) })).toEqual([]);
});

test('a percentile lies within its bar, and nowhere when there is none for it', () => {
  const bars = commitBars({ buckets });
  expect(placeOf(3, bars)).toBeCloseTo(1.5 / 5);
  expect(placeOf(20, bars)).toBeCloseTo(4.5 / 5);
  expect(placeOf(0.5, bars)).toBeNull();
  expect(placeOf(null, bars)).toBeNull();
});
