import type { CountedEpisode } from '../api/runFeed';
import type { SeriesPoint } from '../api/types';
import { compact, mergeBuckets } from './buckets';

/** Value of a metric in an episode as the live socket brings it; undefined when only the daemon can say. */
export function metricOf(metric: string, episode: CountedEpisode): number | undefined {
  if (metric === 'return') return episode.return;
  if (metric === 'length') return episode.length;
  if (metric === 'steps_per_second') return undefined;
  return episode.metrics?.[metric];
}

function widestOf(points: readonly SeriesPoint[]): number {
  return points.reduce((widest, point) => Math.max(widest, point.count), 1);
}

function pointOf(episode: CountedEpisode, value: number, before: SeriesPoint | undefined): SeriesPoint {
  const steps = before ? before.steps : 0;
  return {
    x: episode.row,
    count: 1,
    min: value,
    max: value,
    mean: value,
    last: value,
    steps: steps === null || steps === undefined ? null : steps + episode.length,
    end_us: episode.end_us,
  };
}

/**
 * Appends episodes that follow the points without a gap; those already in are left out. They fill buckets as wide as the ones
 * before, so that the line has one grain; when there are `limit` points, neighbours are joined and buckets get twice as wide.
 * Returns null when a gap or an unknown value makes appending untrue: fetch the series then.
 */
export function appendEpisodes(
  points: SeriesPoint[],
  metric: string,
  episodes: CountedEpisode[],
  limit: number,
): SeriesPoint[] | null {
  const result = points.slice();
  let row = result.at(-1)?.x ?? 0;
  const width = widestOf(points);
  for (const episode of episodes) {
    if (episode.row <= row) continue;
    const value = metricOf(metric, episode);
    if (episode.row !== row + 1 || value === undefined) return null;
    const last = result.at(-1);
    const point = pointOf(episode, value, last);
    if (last && last.count < width) result[result.length - 1] = mergeBuckets(last, point);
    else result.push(point);
    row = episode.row;
  }
  return compact(result, limit);
}
