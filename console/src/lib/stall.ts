import type { Pipeline } from '../api/types';
import { bytes, plural } from './format';

export interface Stall {
  title: string;
  text: string;
}

/**
 * What a storage stall means for the run. `blocking`: the worker's wait grew between its last two heartbeats, so memory and
 * spool are full.
 */
export function stallOf({ durable, worker, health }: Pick<Pipeline, 'durable' | 'worker' | 'health'>, blocking: boolean): Stall | null {
  const reason = durable.stalled_reason ?? (health.storage.alive ? null : health.storage.detail);
  if (reason === null) return null;
  const title = `Nothing can be written: ${reason.replace(/\.$/, '')}.`;
  if (!worker?.alive) return { title, text: 'What had arrived waits in memory and is written as soon as that is possible again.' };
  if (blocking) return { title, text: 'Memory and spool of the worker are full: training waits, nothing is lost. It goes on by itself as soon as writing is possible again.' };
  const spooled = worker.spool_bytes ? `${bytes(worker.spool_bytes)} are in its spool` : null;
  const waiting = worker.unacknowledged_steps ? `${plural(worker.unacknowledged_steps, 'step')} ${worker.unacknowledged_steps === 1 ? 'waits' : 'wait'} to be written` : null;
  const so = [waiting, spooled].filter((part) => part !== null).join(', ');
  return { title, text: `Training goes on into the memory and the spool of the worker${so && `: ${so}`}. Nothing is lost, and writing is tried again all the time.` };
}
