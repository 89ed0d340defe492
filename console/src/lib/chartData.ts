import type { SeriesPoint } from '../api/types';
import { isBucketed, totalOf } from './buckets';
import type { Axis } from './runSearch';
import { smooth } from './smoothing';

export interface ChartData {
  x: number[];
  raw: (number | null)[];
  low: (number | null)[];
  high: (number | null)[];
  smoothed: (number | null)[];
  /** The spread of the buckets says something: there are several values in one, and not all of them in nearly every one. */
  banded: boolean;
}

/** Above this part of the whole range, buckets on average span everything: a band of it is a wall, not a figure. */
const mostOfTheRange = 0.9;

/** False when nearly every point spans the whole range, or when there are two values in all, as with returns of 0 or 1. */
export function spreadIsTelling(points: readonly Pick<SeriesPoint, 'min' | 'max'>[]): boolean {
  let low = Infinity;
  let high = -Infinity;
  let spread = 0;
  for (const point of points) {
    low = Math.min(low, point.min);
    high = Math.max(high, point.max);
    spread += point.max - point.min;
  }
  const isEnd = (value: number) => value === low || value === high;
  if (points.every((point) => isEnd(point.min) && isEnd(point.max))) return false;
  return spread / points.length <= mostOfTheRange * (high - low);
}

function positionOf(point: SeriesPoint, axis: Axis): number | null {
  if (axis === 'steps') return point.steps ?? null;
  if (axis === 'time') return point.end_us ? point.end_us / 1e6 : null;
  return point.x;
}

/** Axes that the daemon gave positions for. */
export function availableAxes(points: readonly SeriesPoint[]): Axis[] {
  const all = (axis: Axis) => points.length > 0 && points.every((point) => positionOf(point, axis) !== null);
  return ['episodes', ...(all('steps') ? (['steps'] as const) : []), ...(all('time') ? (['time'] as const) : [])];
}

/** Columns to draw. Values that cannot be drawn (not finite, or not positive on a logarithmic axis) are gaps. */
export function chartData(points: readonly SeriesPoint[], axis: Axis, weight: number, logarithmic: boolean): ChartData {
  const drawable = (value: number) => (Number.isFinite(value) && (!logarithmic || value > 0) ? value : null);
  const x: number[] = [];
  let furthest = -Infinity;
  for (const point of points) {
    // Episodes of several slots end out of order; a line never runs backwards.
    furthest = Math.max(furthest, positionOf(point, axis) ?? furthest);
    x.push(furthest);
  }
  const usual = Math.max(1, totalOf(points) / points.length);
  const smoothed = smooth(points.map((point) => point.mean), weight, points.map((point) => point.count / usual));
  return {
    x,
    raw: points.map((point) => drawable(point.mean)),
    low: points.map((point) => drawable(point.min)),
    high: points.map((point) => drawable(point.max)),
    smoothed: smoothed.map((value) => (value === null ? null : drawable(value))),
    banded: isBucketed(points) && spreadIsTelling(points),
  };
}

/** The episodes behind a stretch of the drawn axis; null when no point lies in it. */
export function episodesBetween(points: readonly SeriesPoint[], xs: readonly number[], low: number, high: number): { from: number; to: number } | null {
  const first = xs.findIndex((x) => x >= low);
  const last = xs.findLastIndex((x) => x <= high);
  const end = points[last];
  const start = points[first];
  if (first < 0 || !end || !start || last < first) return null;
  return { from: start.x - start.count + 1, to: end.x };
}
