import { expect, test } from 'vitest';
import { progressOf, remainingSeconds, statusOf } from './status';

test('each state has one word', () => {
  const word = (status: string, outcome: string | null = null, damaged: string | null = null) =>
    statusOf({ status, outcome, damaged } as Parameters<typeof statusOf>[0]);
  expect(['INIT', 'HSHK', 'RDY', 'EXEC', 'PAUSE'].map((s) => word(s))).toEqual(['waiting', 'waiting', 'waiting', 'running', 'paused']);
  expect([word('TERM', 'succeeded'), word('TERM', 'cancelled'), word('TERM', 'failed'), word('FAULT', 'failed')]).toEqual(['succeeded', 'cancelled', 'failed', 'failed']);
  expect(word('TERM', 'succeeded', 'torn')).toBe('damaged');
});

test('the nearer of two limits counts', () => {
  const run = { episodes: 50, steps: 900, target_episodes: 100, target_steps: 1000 };
  expect(progressOf(run)).toBe(0.9);
  expect(remainingSeconds(run, { episodes_per_second: 10, steps_per_second: 10 })).toBe(5);
  expect(progressOf({ ...run, target_episodes: null, target_steps: null })).toBeNull();
  expect(remainingSeconds(run, null)).toBeNull();
});
