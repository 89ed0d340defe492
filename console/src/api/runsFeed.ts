import type { LiveSocket } from './live';
import { FrameStore } from './store';
import type { RunRow } from './types';

export interface RunsSnapshot {
  rows: RunRow[];
  loaded: boolean;
}

/** All runs, kept current. The first message of a connection holds them all, later ones what changed. */
export class RunsFeed extends FrameStore<RunsSnapshot> {
  private readonly byId = new Map<string, RunRow>();
  private complete = false;
  private loaded = false;
  private unwatch: (() => void) | null = null;

  constructor(private readonly socket: LiveSocket) {
    super({ rows: [], loaded: false });
  }

  /** Takes rows out at once, ahead of the daemon's own word. */
  forget(runIds: string[]): void {
    for (const id of runIds) this.byId.delete(id);
    this.changed();
  }

  protected build(): RunsSnapshot {
    return { rows: [...this.byId.values()], loaded: this.loaded };
  }

  protected start(): void {
    this.complete = false;
    this.unwatch = this.socket.watch({
      key: 'runs',
      hello: () => ({ watch: 'runs' }),
      goodbye: { unwatch: 'runs' },
      onLost: () => {
        this.complete = false;
      },
      onMessage: (message) => {
        if (message.type !== 'runs') return;
        if (!this.complete) this.byId.clear();
        this.complete = true;
        this.loaded = true;
        for (const run of message.runs) this.byId.set(run.run_id, run);
        for (const id of message.removed ?? []) this.byId.delete(id);
        this.changed();
      },
    });
  }

  protected stop(): void {
    this.unwatch?.();
    this.unwatch = null;
  }
}
