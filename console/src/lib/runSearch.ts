export const axes = ['episodes', 'steps', 'time'] as const;
export type Axis = (typeof axes)[number];

export const tabs = ['why', 'episodes', 'steps', 'log', 'lanes', 'settings', 'receipt', 'files'] as const;
export type Tab = (typeof tabs)[number];

export const severities = ['debug', 'info', 'warning', 'error'] as const;

export const defaultSmoothing = 0.9;
export const mostSmoothing = 0.99;

/** What a person set on the page of a run. Absent means the default, so that permalinks stay short. */
export interface RunSearch {
  tab?: Tab;
  x?: Axis;
  smooth?: number;
  log?: boolean;
  /** Zoom, as row counters of episodes, both ends included. */
  from?: number;
  to?: number;
  /** Which steps: `agent:slot`, the number of them that is drawn, and their sequence numbers, both ends included. */
  stream?: string;
  value?: string;
  first?: number;
  last?: number;
  severity?: (typeof severities)[number];
  component?: string;
  agent?: string;
  /** Words that a log line holds. */
  text?: string;
  /** A log id whose meaning is shown; with `only`, its lines alone. */
  id?: string;
  only?: boolean;
}

function oneOf<T extends string>(values: readonly T[], value: unknown): T | undefined {
  return values.find((known) => known === value);
}

function counter(value: unknown): number | undefined {
  const number = Number(value);
  return Number.isSafeInteger(number) && number >= 1 ? number : undefined;
}

export function parseRunSearch(raw: Record<string, unknown>): RunSearch {
  const search: RunSearch = {};
  search.tab = oneOf(tabs, raw.tab);
  search.x = oneOf(axes, raw.x);
  const smooth = raw.smooth === undefined || raw.smooth === '' ? NaN : Number(raw.smooth);
  if (smooth >= 0 && smooth <= mostSmoothing) search.smooth = smooth;
  if (raw.log === 'true' || raw.log === true) search.log = true;
  const from = counter(raw.from);
  const to = counter(raw.to);
  if (from !== undefined && to !== undefined && from <= to) Object.assign(search, { from, to });
  const first = counter(raw.first);
  const last = counter(raw.last);
  if (first !== undefined && last !== undefined && first <= last) Object.assign(search, { first, last });
  search.severity = oneOf(severities, raw.severity);
  if (raw.only === 'true' || raw.only === true) search.only = true;
  for (const name of ['component', 'agent', 'text', 'id', 'stream', 'value'] as const) {
    const value = raw[name];
    if (typeof value === 'string' && value !== '') search[name] = value;
  }
  return search;
}
