import type { SeriesPoint } from '../api/types';

/** Shorter stretches say more about the clock than about the run. */
const shortestUs = 50_000;
const mostStretches = 150;

/**
 * Steps per second of the whole run, all slots together, from where and when the episodes of a series ended. Neighbouring points
 * are joined into stretches long enough to measure. `startUs` is when the first episode could begin; null when the points start later.
 */
export function throughput(points: readonly SeriesPoint[], startUs: number | null): SeriesPoint[] {
  const last = points.at(-1);
  const first = points[0];
  if (!first?.end_us || !last?.end_us) return [];
  const fromStart = startUs !== null && first.x === first.count && startUs < first.end_us;
  let begin = fromStart ? { steps: 0, us: startUs } : { steps: first.steps ?? 0, us: first.end_us };
  const stretch = Math.max(shortestUs, (last.end_us - begin.us) / mostStretches);
  const result: SeriesPoint[] = [];
  let count = 0;
  for (const point of fromStart ? points : points.slice(1)) {
    if (point.steps == null || point.end_us == null) return [];
    count += point.count;
    const us = point.end_us - begin.us;
    if (us < stretch) continue;
    const value = ((point.steps - begin.steps) * 1e6) / us;
    result.push({ ...point, count, min: value, max: value, mean: value, last: value });
    begin = { steps: point.steps, us: point.end_us };
    count = 0;
  }
  return result;
}
