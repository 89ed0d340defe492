import type { RunRow } from '../api/types';
import { elapsedSeconds, statusOf, statuses, type Status } from './status';

export const sortKeys = [
  'status', 'name', 'env', 'algorithm', 'seed', 'episodes', 'steps', 'rate', 'return', 'started', 'duration', 'disk',
] as const;
export type SortKey = (typeof sortKeys)[number];

export interface RunsSearch {
  text?: string;
  status?: Status;
  env?: string;
  sort?: SortKey;
  /** Ascending; the first click on a column sorts descending, where the interesting end is. */
  asc?: boolean;
}

function isOneOf<T extends string>(values: readonly T[], value: unknown): value is T {
  return typeof value === 'string' && (values as readonly string[]).includes(value);
}

export function parseRunsSearch(raw: Record<string, unknown>): RunsSearch {
  const search: RunsSearch = {};
  if (typeof raw.text === 'string' && raw.text !== '') search.text = raw.text;
  if (isOneOf(statuses, raw.status)) search.status = raw.status;
  if (typeof raw.env === 'string' && raw.env !== '') search.env = raw.env;
  if (isOneOf(sortKeys, raw.sort)) search.sort = raw.sort;
  if (raw.asc === 'true' || raw.asc === true) search.asc = true;
  return search;
}

type Sortable = number | string | null;

const valueOf: Record<SortKey, (run: RunRow, nowMs: number) => Sortable> = {
  status: (run) => statuses.indexOf(statusOf(run)),
  name: (run) => run.name.toLowerCase(),
  env: (run) => run.env_id,
  algorithm: (run) => run.algorithm,
  seed: (run) => run.seed,
  episodes: (run) => run.episodes,
  steps: (run) => run.steps,
  rate: (run) => run.steps_per_second,
  return: (run) => run.mean_return_100,
  started: (run) => run.started_us ?? run.created_us,
  duration: (run, nowMs) => elapsedSeconds(run, nowMs),
  disk: (run) => run.disk_bytes,
};

function matches(run: RunRow, search: RunsSearch, words: string[]): boolean {
  if (search.status && statusOf(run) !== search.status) return false;
  if (search.env && run.env_id !== search.env) return false;
  if (words.length === 0) return true;
  const text = `${run.run_id} ${run.name} ${run.env_id} ${run.algorithm} ${run.tags?.join(' ') ?? ''}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

/** Filters and sorts; runs without a value for the sorted column come last either way, ties are newest first. */
export function viewOf(runs: readonly RunRow[], search: RunsSearch, nowMs: number): RunRow[] {
  const words = (search.text ?? '').toLowerCase().split(/\s+/).filter((word) => word !== '');
  const key = search.sort ?? 'started';
  const sign = search.asc ? 1 : -1;
  const keyed = runs
    .filter((run) => matches(run, search, words))
    .map((run) => ({ run, value: valueOf[key](run, nowMs) }));
  keyed.sort((a, b) => {
    if (a.value !== b.value) {
      if (a.value === null) return 1;
      if (b.value === null) return -1;
      return a.value < b.value ? -sign : sign;
    }
    return b.run.created_us - a.run.created_us || (a.run.run_id < b.run.run_id ? 1 : -1);
  });
  return keyed.map((entry) => entry.run);
}
