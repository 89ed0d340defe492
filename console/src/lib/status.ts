import type { RunFigures, RunRow } from '../api/types';

/** The words a person sees for a run's state, outcomes by their own names; each has its shape and colour. */
export const statuses = ['running', 'paused', 'waiting', 'succeeded', 'cancelled', 'failed', 'damaged'] as const;
export type Status = (typeof statuses)[number];

type Stateful = Pick<RunRow, 'status' | 'outcome' | 'damaged'>;

export function statusOf(run: Stateful): Status {
  if (run.damaged) return 'damaged';
  if (run.status === 'FAULT' || run.outcome === 'failed') return 'failed';
  if (run.status === 'TERM') return run.outcome === 'cancelled' ? 'cancelled' : 'succeeded';
  if (run.status === 'EXEC') return 'running';
  return run.status === 'PAUSE' ? 'paused' : 'waiting';
}

export function isLive(run: Stateful): boolean {
  return !run.damaged && run.status !== 'TERM' && run.status !== 'FAULT';
}

/** How far a run is, 0 to 1; null when it has no end in sight. */
export function progressOf(run: Pick<RunRow, 'episodes' | 'steps' | 'target_episodes' | 'target_steps'>): number | null {
  const parts: number[] = [];
  if (run.target_episodes) parts.push(run.episodes / run.target_episodes);
  if (run.target_steps) parts.push(run.steps / run.target_steps);
  return parts.length === 0 ? null : Math.min(1, Math.max(...parts));
}

/** Seconds a run has taken so far or took in all; null before it began. */
export function elapsedSeconds(run: Pick<RunRow, 'started_us' | 'ended_us'>, nowMs: number): number | null {
  if (run.started_us === null) return null;
  return Math.max(0, ((run.ended_us ?? nowMs * 1000) - run.started_us) / 1e6);
}

/** Seconds to the nearer of the two limits at the present pace; null when nobody can say. */
export function remainingSeconds(
  run: Pick<RunRow, 'episodes' | 'steps' | 'target_episodes' | 'target_steps'>,
  figures: Pick<RunFigures, 'episodes_per_second' | 'steps_per_second'> | null,
): number | null {
  const ways: number[] = [];
  const add = (target: number | null, now: number, pace: number | null | undefined) => {
    if (target && pace && pace > 0) ways.push(Math.max(0, target - now) / pace);
  };
  add(run.target_episodes, run.episodes, figures?.episodes_per_second);
  add(run.target_steps, run.steps, figures?.steps_per_second);
  return ways.length === 0 ? null : Math.min(...ways);
}
