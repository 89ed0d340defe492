import { expect, test } from 'vitest';
import type { SeriesPoint } from '../api/types';
import { availableAxes, chartData, episodesBetween } from './chartData';

const bucket = (x: number, count: number, part: Partial<SeriesPoint> = {}): SeriesPoint => ({ x, count, min: 0, max: 2, mean: 1, last: 1, steps: x * 5, end_us: x * 1e6, ...part });
const points = [bucket(10, 10), bucket(20, 10), bucket(30, 10)];

test('an axis is offered only when every point has a place on it', () => {
  expect(availableAxes(points)).toEqual(['episodes', 'steps', 'time']);
  expect(availableAxes([...points, bucket(31, 1, { steps: null })])).toEqual(['episodes', 'time']);
  expect(availableAxes([])).toEqual(['episodes']);
});

test('positions follow the axis and never run backwards', () => {
  expect(chartData(points, 'steps', 0, false).x).toEqual([50, 100, 150]);
  expect(chartData([bucket(1, 1, { end_us: 9e6 }), bucket(2, 1, { end_us: 4e6 })], 'time', 0, false).x).toEqual([9, 9]);
});

test('a logarithmic axis leaves out what it cannot draw', () => {
  expect(chartData([bucket(1, 1, { mean: 0 }), bucket(2, 1, { mean: 3 })], 'episodes', 0, true).raw).toEqual([null, 3]);
});

test('a zoom covers whole buckets, first episode to last', () => {
  const { x } = chartData(points, 'steps', 0, false);
  expect(episodesBetween(points, x, 60, 160)).toEqual({ from: 11, to: 30 });
  expect(episodesBetween(points, x, 101, 149)).toBeNull();
});

test('a band that spans the whole range in nearly every bucket is left out, as with returns of 0 or 1', () => {
  expect(chartData(points, 'episodes', 0, false).banded).toBe(false);
  expect(chartData([bucket(10, 10), bucket(20, 10, { max: 0 }), bucket(30, 10, { max: 0 })], 'episodes', 0, false).banded).toBe(false);
  expect(chartData([bucket(10, 10), bucket(20, 10, { max: 0.5 })], 'episodes', 0, false).banded).toBe(true);
});
