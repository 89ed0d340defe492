import { expect, test } from 'vitest';
import type { SeriesPoint } from '../api/types';
import { compact, isBucketed, mergeBuckets, totalOf } from './buckets';

const single = (x: number, value: number): SeriesPoint => ({
  x, count: 1, min: value, max: value, mean: value, last: value, steps: x * 10, end_us: x * 1000,
});

test('merged buckets keep extremes, weigh the mean by count and end where the later one ends', () => {
  const a = { ...single(3, 0), count: 3, min: -1, max: 2, mean: 1 };
  const b = { ...single(4, 5) };
  expect(mergeBuckets(a, b)).toEqual({ x: 4, count: 4, min: -1, max: 5, mean: 2, last: 5, steps: 40, end_us: 4000 });
});

test('compacting loses no episode, no extreme and not the last point', () => {
  const points = Array.from({ length: 1001 }, (_, i) => single(i + 1, Math.sin(i)));
  const fewer = compact(points, 300);
  expect(fewer.length).toBeLessThanOrEqual(300);
  expect(totalOf(fewer)).toBe(1001);
  expect(Math.min(...fewer.map((p) => p.min))).toBe(Math.min(...points.map((p) => p.min)));
  expect(fewer.at(-1)?.x).toBe(1001);
  const mean = (list: SeriesPoint[]) => list.reduce((sum, p) => sum + p.mean * p.count, 0) / totalOf(list);
  expect(mean(fewer)).toBeCloseTo(mean(points), 9);
});

test('a series that fits is left alone, and single episodes have no band', () => {
  const points = [single(1, 1), single(2, 0)];
  expect(compact(points, 2)).toBe(points);
  expect(isBucketed(points)).toBe(false);
  expect(isBucketed(compact(points, 1))).toBe(true);
});
