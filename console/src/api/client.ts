import { parseJson, writeJson } from '../lib/safeJson';
import type { ExplainedSetting, RunSettingChange, Setting, SettingHistory, SettingsList } from './settingTypes';
import { token } from './token';
import type {
  Algorithm,
  Environment,
  Episode,
  LogId,
  LogLine,
  Parameter,
  Receipt,
  Run,
  RunRequest,
  Series,
  StateChange,
  Step,
  StepSeries,
  SystemInfo,
  TelemetryMode,
} from './types';

/** A refused or failed call: one sentence for people, and sentences per field of the request. */
export class ApiError extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly errors: Record<string, string[]> = {},
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

const unreachable = 'The daemon does not answer. Is it running? Start it with "palestra up"; this page reconnects by itself.';

async function call<T>(path: string, init: RequestInit = {}): Promise<T> {
  const headers = new Headers(init.headers);
  headers.set('Accept', 'application/json');
  if (init.body) headers.set('Content-Type', 'application/json');
  if (token) headers.set('Authorization', `Bearer ${token}`);
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, { ...init, headers });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError(unreachable, 0);
  }
  const text = await response.text();
  if (!response.ok) throw problem(response, text);
  if (text === '') return undefined as T;
  try {
    return parseJson<T>(text);
  } catch {
    throw new ApiError(`The answer to ${path} is not JSON; is this address a Palestra daemon?`, response.status);
  }
}

function problem(response: Response, text: string): ApiError {
  if (response.status === 502 || response.status === 504) return new ApiError(unreachable, response.status);
  try {
    const body = JSON.parse(text) as { title?: string; detail?: string; errors?: Record<string, string[]> };
    const sentence = body.detail ?? body.title ?? response.statusText;
    return new ApiError(sentence, response.status, body.errors ?? {});
  } catch {
    return new ApiError(`The daemon answered ${response.status} ${response.statusText}.`, response.status);
  }
}

function query(values: Record<string, string | number | null | undefined>): string {
  const parts = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    if (value !== null && value !== undefined && value !== '') parts.set(key, String(value));
  }
  const text = parts.toString();
  return text === '' ? '' : `?${text}`;
}

const post = <T>(path: string, body: unknown) => call<T>(path, { method: 'POST', body: writeJson(body) });
const settingPath = (key: string) => `/settings/${encodeURIComponent(key)}`;
/** What was seen before the change: when the subsystem has moved on since, the daemon refuses with 412. */
const seen = ({ namespace, version }: Pick<Setting, 'namespace' | 'version'>) => ({
  'If-Match': `"${namespace}-${version}"`,
  'Palestra-Via': 'console',
});
const runPath = (id: string) => `/runs/${encodeURIComponent(id)}`;

export const api = {
  system: (signal?: AbortSignal) => call<SystemInfo>('/system', { signal }),
  environments: (signal?: AbortSignal) =>
    call<{ environments: Environment[] }>('/environments', { signal }).then((a) => a.environments),
  algorithms: (signal?: AbortSignal) =>
    call<{ algorithms: Algorithm[] }>('/algorithms', { signal }).then((a) => a.algorithms),
  logIds: (signal?: AbortSignal) => call<{ log_ids: LogId[] }>('/log-ids', { signal }).then((a) => a.log_ids),
  runFields: (signal?: AbortSignal) => call<{ fields: Parameter[] }>('/run-fields', { signal }).then((a) => a.fields),
  demo: () => call<RunRequest>('/demo'),
  submit: (request: RunRequest) => post<Run>('/runs', request),
  run: (id: string, signal?: AbortSignal) => call<Run>(runPath(id), { signal }),
  stop: (id: string) => post<Run>(`${runPath(id)}/stop`, { reason: 'stopped in the console' }),
  pause: (id: string) => post<Run>(`${runPath(id)}/pause`, {}),
  resume: (id: string) => post<Run>(`${runPath(id)}/resume`, {}),
  rate: (id: string, rate_hz: number) => post<Run>(`${runPath(id)}/rate`, { rate_hz }),
  mode: (id: string, telemetry_mode: TelemetryMode) => post<Run>(`${runPath(id)}/mode`, { telemetry_mode }),
  remove: (id: string) => call<void>(runPath(id), { method: 'DELETE' }),
  series: (
    id: string,
    metric: string,
    range: { from?: number; to?: number; points: number },
    signal?: AbortSignal,
  ) =>
    call<Series>(
      `${runPath(id)}/series${query({ metric, points: range.points, from_episode: range.from, to_episode: range.to })}`,
      { signal },
    ),
  episodes: (id: string, page: { limit: number; cursor?: string | null }, signal?: AbortSignal) =>
    call<{ episodes: Episode[]; next_cursor: string | null; total: number }>(
      `${runPath(id)}/episodes${query(page)}`,
      { signal },
    ),
  logs: (
    id: string,
    page: { limit: number; cursor?: string | null; severity?: string; component?: string; agent_id?: string },
    signal?: AbortSignal,
  ) => call<{ logs: LogLine[]; next_cursor: string | null }>(`${runPath(id)}/logs${query(page)}`, { signal }),
  steps: (
    id: string,
    page: { agent_id: string; slot: number; from_seq: number; limit: number },
    signal?: AbortSignal,
  ) => call<{ steps: Step[]; first_seq: number; last_seq: number }>(`${runPath(id)}/steps${query(page)}`, { signal }),
  stepSeries: (
    id: string,
    wanted: { value: string; agent_id: string; slot: number; points: number; from_seq?: number; to_seq?: number },
    signal?: AbortSignal,
  ) => call<StepSeries>(`${runPath(id)}/steps/series${query(wanted)}`, { signal }),
  /** Why the address of an image or a download gave none. */
  reason: async (path: string): Promise<string> => {
    try {
      const answer = await fetch(path);
      return problem(answer, await answer.text()).message;
    } catch {
      return unreachable;
    }
  },
  states: (id: string, signal?: AbortSignal) =>
    call<{ states: StateChange[] }>(`${runPath(id)}/states`, { signal }).then((a) => a.states),
  receipt: (id: string, signal?: AbortSignal) => call<Receipt>(`${runPath(id)}/receipt`, { signal }),
  settings: (signal?: AbortSignal) => call<SettingsList>('/settings', { signal }),
  setting: (key: string, signal?: AbortSignal) => call<ExplainedSetting>(settingPath(key), { signal }),
  /** `json`: the value as JSON, written by whoever checked it, so that no digit is lost. */
  storeSetting: (setting: Setting, json: string) =>
    call<ExplainedSetting>(settingPath(setting.key), { method: 'PUT', body: `{"value":${json}}`, headers: seen(setting) }),
  unsetSetting: (setting: Setting) => call<ExplainedSetting>(settingPath(setting.key), { method: 'DELETE', headers: seen(setting) }),
  settingHistory: (page: { key?: string; before?: number | null; limit: number }, signal?: AbortSignal) =>
    call<SettingHistory>(`/settings/history${query(page)}`, { signal }),
  undoSetting: (id: number) => post<unknown>(`/settings/history/${id}/undo`, {}),
  runSettingChanges: (id: string, signal?: AbortSignal) =>
    call<{ changes: RunSettingChange[] }>(`${runPath(id)}/settings/changes`, { signal }).then((a) => a.changes),
};
