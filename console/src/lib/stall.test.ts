import { expect, test } from 'vitest';
import type { Pipeline } from '../api/types';
import { BlockWatch } from './blockWatch';
import { stallOf } from './stall';

const stalled = (reason: string | null, worker: object = { alive: true, spool_bytes: 2_000_000, unacknowledged_steps: 70 }) =>
  ({ durable: { stalled_reason: reason }, worker, health: { storage: { alive: reason === null, detail: '' } } }) as unknown as Pipeline;

test('a storage that writes has no notice', () => {
  expect(stallOf(stalled(null), false)).toBeNull();
});

test('a stall says why, where the training goes on, and how much waits', () => {
  const stall = stallOf(stalled('The disk is full.'), false)!;
  expect(stall.title).toBe('Nothing can be written: The disk is full.');
  expect(stall.text).toContain('Training goes on into the memory and the spool');
  expect(stall.text).toContain('70 steps wait to be written, 2.0 MB are in its spool');
});

test('a training that waits, and a worker that is gone, are told apart from it', () => {
  expect(stallOf(stalled('locked'), true)!.text).toContain('training waits');
  expect(stallOf(stalled('locked', { alive: false }), false)!.text).not.toContain('raining');
});

test('training waits when the total wait grew between two heartbeats, until it no longer grows', () => {
  const watch = new BlockWatch();
  const beat = (us: number, ms: number) => {
    watch.take([{ run_id: 'a', worker: { alive: true, last_heartbeat_us: us, blocked_ms: ms } } as unknown as Pipeline]);
    return watch.blocked.has('a');
  };
  expect([beat(1, 500), beat(2, 900), beat(2, 900), beat(3, 900)]).toEqual([false, true, true, false]);
  watch.take([]);
  expect(watch.blocked.size).toBe(0);
});
