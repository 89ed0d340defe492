import { totalOf } from '../lib/buckets';
import { appendEpisodes } from '../lib/seriesBuffer';
import { api } from './client';
import type { RunFeed } from './runFeed';
import { FrameStore } from './store';
import type { SeriesPoint } from './types';

export interface SeriesSnapshot {
  points: SeriesPoint[];
  /** Episodes behind the points. */
  total: number;
  loaded: boolean;
  error: string | null;
}

export interface SeriesRange {
  from: number;
  to: number;
}

/** The daemon is asked for a whole series at most this often. */
const refetchMs = 1000;

/**
 * One metric of one run: fetched once, then grown from the live episodes. Only a gap (episodes the socket skipped, or a metric that
 * episodes do not carry) fetches again, at most once a second. A range (zoom) stands still.
 */
export class SeriesFeed extends FrameStore<SeriesSnapshot> {
  private points: SeriesPoint[] = [];
  private loaded = false;
  private error: string | null = null;
  private fetching: AbortController | null = null;
  private wanted = false;
  private lastFetch = -Infinity;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private unlisten: (() => void) | null = null;

  constructor(
    private readonly feed: RunFeed,
    readonly metric: string,
    private readonly limit: number,
    private readonly range: SeriesRange | null,
  ) {
    super({ points: [], total: 0, loaded: false, error: null });
  }

  /** Ask again soon: after a reconnect, or at the end of a run. */
  refresh(): void {
    this.wanted = true;
    this.schedule();
  }

  protected build(): SeriesSnapshot {
    return { points: this.points, total: totalOf(this.points), loaded: this.loaded, error: this.error };
  }

  protected start(): void {
    this.refresh();
    if (this.range) return;
    this.unlisten = this.feed.onEpisodes(({ fresh, skipped, restarted }) => {
      const grown = skipped > 0 || restarted || !this.loaded ? null : appendEpisodes(this.points, this.metric, fresh, this.limit);
      if (!grown) return this.refresh();
      this.points = grown;
      this.changed();
    });
  }

  protected stop(): void {
    this.unlisten?.();
    this.unlisten = null;
    this.fetching?.abort();
    this.fetching = null;
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.wanted = false;
  }

  private schedule(): void {
    if (!this.wanted || this.fetching || this.timer) return;
    const wait = Math.max(0, this.lastFetch + refetchMs - performance.now());
    this.timer = setTimeout(() => {
      this.timer = null;
      void this.fetch();
    }, wait);
  }

  private async fetch(): Promise<void> {
    this.wanted = false;
    this.lastFetch = performance.now();
    const abort = new AbortController();
    this.fetching = abort;
    try {
      const series = await api.series(this.feed.runId, this.metric, { ...this.range, points: this.limit }, abort.signal);
      this.take(series.points);
      this.error = null;
      this.loaded = true;
    } catch (error) {
      if (abort.signal.aborted) return;
      this.error = error instanceof Error ? error.message : String(error);
    }
    this.fetching = null;
    this.changed();
    this.schedule();
  }

  /** What arrived while the answer was under way is put behind it; the store may be a moment behind the live socket. */
  private take(points: SeriesPoint[]): void {
    const grown = this.range ? points : appendEpisodes(points, this.metric, this.feed.newestEpisodes, this.limit);
    if (!grown) this.wanted = true;
    this.points = grown ?? points;
  }
}
