import type { Pipeline } from '../api/types';

interface Seen {
  heartbeatUs: number;
  blockedMs: number;
  waits: boolean;
}

/** Tells from two heartbeats in a row whether a worker's training waits for room: its total wait then grew. */
export class BlockWatch {
  private seen = new Map<string, Seen>();

  blocked: ReadonlySet<string> = new Set();

  take(runs: readonly Pick<Pipeline, 'run_id' | 'worker'>[]): void {
    const next = new Map<string, Seen>();
    for (const { run_id: id, worker } of runs) {
      if (!worker?.alive || worker.last_heartbeat_us === null || worker.blocked_ms === null) continue;
      const before = this.seen.get(id);
      const now = { heartbeatUs: worker.last_heartbeat_us, blockedMs: worker.blocked_ms };
      if (before?.heartbeatUs === now.heartbeatUs) next.set(id, before);
      else next.set(id, { ...now, waits: before !== undefined && now.blockedMs > before.blockedMs });
    }
    this.seen = next;
    this.blocked = new Set([...next].filter(([, run]) => run.waits).map(([id]) => id));
  }
}
