/** One bar: commits that took longer than `aboveMs` and not longer than `upToMs`. */
export interface CommitBar {
  aboveMs: number;
  /** Infinity for the last one. */
  upToMs: number;
  count: number;
}

/** Buckets as the daemon gives them: each count is its own, not a running total; `le_ms` null means everything above. */
export interface CommitBucket {
  le_ms: number | null;
  count: number;
}

/** Bars from the first to the last bucket that holds anything, with one empty neighbour on each side. */
export function commitBars(buckets: readonly CommitBucket[]): CommitBar[] {
  const bars = buckets.map(({ le_ms, count }, i) => ({ aboveMs: buckets[i - 1]?.le_ms ?? 0, upToMs: le_ms ?? Infinity, count }));
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
