import { expect, test } from 'vitest';
import type { RunRow } from '../api/types';
import { parseRunsSearch, viewOf } from './runsView';

const run = (id: string, part: Partial<RunRow> = {}): RunRow => ({
  run_id: id, name: id, status: 'TERM', outcome: 'succeeded', reason: null, env_id: 'FrozenLake-v1', algorithm: 'q-learning', seed: 1,
  episodes: 0, steps: 0, target_episodes: null, target_steps: null, mean_return_100: null, steps_per_second: null, sparkline: [],
  telemetry_mode: 'dual-path', resources: null, created_us: 1, started_us: 1, ended_us: 2, disk_bytes: 0, tags: [], damaged: null, ...part,
});
const ids = (runs: RunRow[]) => runs.map((each) => each.run_id);

test('newest first when nothing is asked for', () => {
  expect(ids(viewOf([run('old', { started_us: 1 }), run('new', { started_us: 9 })], {}, 0))).toEqual(['new', 'old']);
});

test('every word must be found, in any of the texts', () => {
  const runs = [run('a', { name: 'Slippery lake' }), run('b', { env_id: 'Taxi-v4' }), run('c', { tags: ['Lake', 'slip'] })];
  expect(ids(viewOf(runs, { text: 'LAKE slip' }, 0)).sort()).toEqual(['a', 'c']);
  expect(ids(viewOf(runs, { text: 'taxi' }, 0))).toEqual(['b']);
});

test('status is filtered by the word a person sees', () => {
  const runs = [run('cut', { outcome: 'cancelled' }), run('bad', { status: 'FAULT', outcome: 'failed' }), run('broken', { damaged: 'torn' })];
  expect(ids(viewOf(runs, { status: 'cancelled' }, 0))).toEqual(['cut']);
  expect(ids(viewOf(runs, { status: 'failed' }, 0))).toEqual(['bad']);
  expect(ids(viewOf(runs, { status: 'damaged' }, 0))).toEqual(['broken']);
});

test('runs without a value come last in both directions', () => {
  const runs = [run('none'), run('low', { mean_return_100: -1 }), run('high', { mean_return_100: 1 })];
  expect(ids(viewOf(runs, { sort: 'return' }, 0))).toEqual(['high', 'low', 'none']);
  expect(ids(viewOf(runs, { sort: 'return', asc: true }, 0))).toEqual(['low', 'high', 'none']);
});

test('what a URL says wrongly is ignored', () => {
  expect(parseRunsSearch({ status: 'sleeping', sort: 'colour', asc: 'maybe', text: '', env: 'Taxi-v4' })).toEqual({ env: 'Taxi-v4' });
});
