/** One bar: commits that took longer than `aboveMs` and not longer than `upToMs`. */
export interface CommitBar {
  aboveMs: number;
  /** Infinity for the last one. */
  upToMs: number;
  count: number;
}

/** As the daemon gives it: each bucket counts what is longer than the one before it allows; the last has no bound. */
export interface Histogram {
  count: number;
  sum_seconds: number;
  buckets: { up_to_seconds: number | null; count: number }[];
}

/** Bars from the first to the last bucket that holds anything, with one empty neighbour on each side. */
export function commitBars({ buckets }: Pick<Histogram, 'buckets'>): CommitBar[] {
  const bars = buckets.map(({ up_to_seconds: upTo, count }, i) => ({ aboveMs: (buckets[i - 1]?.up_to_seconds ?? 0) * 1000, upToMs: upTo === null ? Infinity : upTo * 1000, count }));
  const first = bars.findIndex((bar) => bar.count > 0);
  if (first < 0) return [];
  const last = bars.findLastIndex((bar) => bar.count > 0);
  return bars.slice(Math.max(0, first - 1), Math.min(bars.length, last + 2));
}

/** Where a time lies among the bars, 0 to 1, each bar as wide as the others; null when it lies outside. */
export function placeOf(ms: number | null | undefined, bars: readonly CommitBar[]): number | null {
  if (ms === null || ms === undefined) return null;
  const i = bars.findIndex((bar) => ms > bar.aboveMs && ms <= bar.upToMs);
  const bar = bars[i];
  if (!bar) return null;
  const within = Number.isFinite(bar.upToMs) ? (ms - bar.aboveMs) / (bar.upToMs - bar.aboveMs) : 0.5;
  return (i + within) / bars.length;
}
