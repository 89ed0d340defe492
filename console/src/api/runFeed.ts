import { accept } from '../lib/runMessages';
import type { LiveSocket } from './live';
import { FrameStore } from './store';
import type { Episode, LogLine, Run, RunFigures, RunMessage } from './types';

/** An episode with its row counter in the run, which is the x of the charts. */
export interface CountedEpisode extends Episode {
  row: number;
}

export interface RunSnapshot {
  run: Run | null;
  figures: RunFigures | null;
  /** Newest last, bounded. */
  episodes: CountedEpisode[];
  /** Newest last, bounded. */
  logs: LogLine[];
  /** Log lines that were never sent; they can be paged in. */
  logsSkipped: number;
  lastEpisode: number;
}

export interface EpisodeArrival {
  fresh: CountedEpisode[];
  skipped: number;
  restarted: boolean;
}

const keptEpisodes = 500;
const keptLogs = 2000;

function keepNewest<T>(held: T[], fresh: T[], limit: number): T[] {
  if (fresh.length >= limit) return fresh.slice(-limit);
  return held.concat(fresh).slice(-limit);
}

/** One watched run: bounded tails of its episodes and log, and word of every arrival for the charts. */
export class RunFeed extends FrameStore<RunSnapshot> {
  private run: Run | null = null;
  private figures: RunFigures | null = null;
  private episodes: CountedEpisode[] = [];
  private logs: LogLine[] = [];
  private logsSkipped = 0;
  private lastEpisode = 0;
  private lastLog = 0;
  private unwatch: (() => void) | null = null;
  private readonly arrivals = new Set<(arrival: EpisodeArrival) => void>();

  constructor(
    private readonly socket: LiveSocket,
    readonly runId: string,
  ) {
    super({ run: null, figures: null, episodes: [], logs: [], logsSkipped: 0, lastEpisode: 0 });
  }

  /** The newest episodes without a gap, ahead of what is drawn. */
  get newestEpisodes(): CountedEpisode[] {
    return this.episodes;
  }

  /** Hears of every batch of episodes as it arrives, before it is drawn. */
  onEpisodes(listener: (arrival: EpisodeArrival) => void): () => void {
    this.arrivals.add(listener);
    return () => this.arrivals.delete(listener);
  }

  protected build(): RunSnapshot {
    const { run, figures, episodes, logs, logsSkipped, lastEpisode } = this;
    return { run, figures, episodes, logs, logsSkipped, lastEpisode };
  }

  protected start(): void {
    this.unwatch = this.socket.watch({
      key: `run:${this.runId}`,
      hello: () => ({
        watch: 'run',
        run_id: this.runId,
        since_episode: this.lastEpisode,
        since_log: this.lastLog,
      }),
      goodbye: { unwatch: 'run', run_id: this.runId },
      onMessage: (message) => {
        if (message.type === 'run') this.take(message);
      },
    });
  }

  protected stop(): void {
    this.unwatch?.();
    this.unwatch = null;
  }

  private take(message: RunMessage): void {
    this.run = message.run;
    this.figures = message.figures;
    this.takeEpisodes(message);
    this.takeLogs(message);
    this.changed();
  }

  private takeEpisodes(message: RunMessage): void {
    const { fresh, skipped, restarted } = accept(this.lastEpisode, message.episodes, message.last_episode);
    const first = message.last_episode - fresh.length + 1;
    const counted = fresh.map((episode, i) => ({ ...episode, row: first + i }));
    this.lastEpisode = message.last_episode;
    // A gap ends the tail: what is kept is always contiguous.
    this.episodes = keepNewest(skipped > 0 || restarted ? [] : this.episodes, counted, keptEpisodes);
    if (fresh.length === 0 && skipped === 0 && !restarted) return;
    for (const listener of this.arrivals) listener({ fresh: counted, skipped, restarted });
  }

  private takeLogs(message: RunMessage): void {
    const { fresh, skipped, restarted } = accept(this.lastLog, message.logs, message.last_log);
    this.lastLog = message.last_log;
    this.logsSkipped = restarted ? skipped : this.logsSkipped + skipped;
    if (fresh.length > 0 || restarted) this.logs = keepNewest(restarted ? [] : this.logs, fresh, keptLogs);
  }
}
