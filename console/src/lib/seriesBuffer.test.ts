import { expect, test } from 'vitest';
import type { CountedEpisode } from '../api/runFeed';
import type { SeriesPoint } from '../api/types';
import { totalOf } from './buckets';
import { appendEpisodes } from './seriesBuffer';

const episode = (row: number, value = row): CountedEpisode => ({
  row, agent_id: 'agent', slot: 0, episode: row - 1, first_seq: 1, last_seq: 4, length: 4, return: value,
  terminated: true, truncated: false, seed: null, start_us: 0, end_us: row, metrics: { epsilon: 1 / row },
});
const rows = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => episode(from + i));

test('episodes that follow are appended, with steps counted on', () => {
  const points = appendEpisodes([], 'return', rows(1, 3), 100)!;
  expect(points.map((p) => [p.x, p.mean, p.steps])).toEqual([[1, 1, 4], [2, 2, 8], [3, 3, 12]]);
});

test('episodes that are in already are not taken twice', () => {
  const points = appendEpisodes([], 'return', rows(1, 5), 100)!;
  expect(appendEpisodes(points, 'return', rows(3, 7), 100)!.map((p) => p.x)).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

test('a gap is refused, so that the series is fetched instead', () => {
  expect(appendEpisodes([], 'return', rows(2, 3), 100)).toBeNull();
});

test('a metric that episodes do not carry is refused', () => {
  expect(appendEpisodes([], 'steps_per_second', rows(1, 1), 100)).toBeNull();
  expect(appendEpisodes([], 'loss', rows(1, 1), 100)).toBeNull();
  expect(appendEpisodes([], 'epsilon', rows(1, 2), 100)!.at(-1)?.last).toBe(0.5);
});

test('new episodes fill buckets as wide as the ones before', () => {
  const wide = (x: number, count: number): SeriesPoint => ({ x, count, min: 0, max: 1, mean: 0.5, last: 1, steps: x, end_us: x });
  const points = appendEpisodes([wide(4, 4), wide(6, 2)], 'return', rows(7, 11), 100)!;
  expect(points.map((p) => [p.x, p.count])).toEqual([[4, 4], [8, 4], [11, 3]]);
  expect(points[1]).toMatchObject({ mean: (0.5 * 2 + 7 + 8) / 4, max: 8, steps: 14 });
});

test('unknown steps stay unknown', () => {
  const start: SeriesPoint = { x: 9, count: 1, min: 0, max: 1, mean: 0.5, last: 1 };
  expect(appendEpisodes([start], 'return', rows(10, 10), 100)!.at(-1)?.steps).toBeNull();
});

test('the buffer stays bounded however many episodes arrive, and loses none', () => {
  let points: SeriesPoint[] = [];
  for (let row = 1; row <= 5000; row += 10) {
    points = appendEpisodes(points, 'return', rows(row, row + 9), 50)!;
    expect(points.length).toBeLessThanOrEqual(50);
  }
  expect(totalOf(points)).toBe(5000);
});
