import { expect, test } from 'vitest';
import type { SeriesPoint } from '../api/types';
import { throughput } from './throughput';

const at = (x: number, count: number, steps: number, seconds: number): SeriesPoint => ({
  x, count, min: 0, max: 0, mean: 0, last: 0, steps, end_us: seconds * 1e6,
});
const rates = (points: SeriesPoint[]) => points.map((point) => point.mean);

test('a rate is steps over time between two ends, from the start of the run on', () => {
  expect(rates(throughput([at(1, 1, 100, 11), at(2, 1, 300, 12)], 10e6))).toEqual([100, 200]);
});

test('a zoomed series has no start and measures from its first point', () => {
  expect(rates(throughput([at(51, 1, 1000, 20), at(52, 1, 1100, 21)], 10e6))).toEqual([100]);
});

test('a burst too short to measure is joined with what follows', () => {
  const points = throughput([at(1, 1, 50, 10.00001), at(2, 1, 99, 10.00002), at(3, 1, 500, 11)], 10e6);
  expect(points).toHaveLength(1);
  expect(points[0]).toMatchObject({ x: 3, count: 3, mean: 500 });
});

test('without steps or times there is nothing to say', () => {
  expect(throughput([{ ...at(1, 1, 1, 1), steps: null }, at(2, 1, 2, 2)], 0)).toEqual([]);
  expect(throughput([], 0)).toEqual([]);
});
