import type { SeriesPoint } from '../api/types';

/** Joins two neighbouring buckets, the earlier one first. */
export function mergeBuckets(a: SeriesPoint, b: SeriesPoint): SeriesPoint {
  const count = a.count + b.count;
  return {
    x: b.x,
    count,
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
    mean: (a.mean * a.count + b.mean * b.count) / count,
    last: b.last,
    steps: b.steps ?? null,
    end_us: b.end_us ?? null,
  };
}

/** Halves a series until at most `limit` buckets are left, joining neighbours. */
export function compact(points: SeriesPoint[], limit: number): SeriesPoint[] {
  let current = points;
  while (current.length > limit) {
    const halved: SeriesPoint[] = [];
    for (let i = 0; i < current.length; i += 2) {
      const a = current[i]!;
      const b = current[i + 1];
      halved.push(b ? mergeBuckets(a, b) : a);
    }
    current = halved;
  }
  return current;
}

/** Number of episodes behind the points. */
export function totalOf(points: readonly SeriesPoint[]): number {
  let total = 0;
  for (const point of points) total += point.count;
  return total;
}

/** True when at least one point stands for several episodes, so that a band has something to say. */
export function isBucketed(points: readonly SeriesPoint[]): boolean {
  return points.some((point) => point.count > 1);
}
