import type { Histogram } from '../lib/commitHistogram';
import type { Seed } from '../lib/safeJson';
import type { SettingChange, SettingsProblem } from './settingTypes';

/** The shapes of docs/api.md. Times are microseconds since the Unix epoch (`…_us`). */

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Values = Record<string, Json>;

export type RunStatus = 'INIT' | 'HSHK' | 'RDY' | 'EXEC' | 'PAUSE' | 'TERM' | 'FAULT';
export type Outcome = 'succeeded' | 'failed' | 'cancelled';
export type TelemetryMode = 'fast-lane-only' | 'dual-path' | 'durable-only';
export type Severity = 'debug' | 'info' | 'warning' | 'error';
export type ParameterType = 'int' | 'float' | 'bool' | 'string';

export interface Parameter {
  name: string;
  type: ParameterType;
  default: Json;
  min: number | null;
  max: number | null;
  allowed: Json[] | null;
  unit: string | null;
  description: string;
}

export interface Environment {
  id: string;
  summary: string;
  family: string;
  deprecation: string | null;
  action_space: Json;
  observation_space: Json;
  max_episode_steps: number | null;
  reward_threshold: number | null;
  arguments: Parameter[];
}

export interface Algorithm {
  id: string;
  summary: string;
  parameters: Parameter[];
  action_spaces: string[];
  observation_spaces: string[];
}

export interface RunRequest {
  env_id: string;
  env_args?: Values;
  algorithm?: string;
  params?: Values;
  seed?: Seed;
  episodes?: number | null;
  steps?: number | null;
  num_envs?: number;
  rate_hz?: number;
  telemetry_mode?: TelemetryMode;
  cpus?: number;
  memory_mb?: number;
  gpus?: number;
  name?: string;
  run_id?: string;
  tags?: string[];
}

/** What a run reserves while it runs. */
export interface Resources {
  cpus: number;
  memory_mb: number;
  gpus: number;
}

export interface RunRow {
  run_id: string;
  name: string;
  status: RunStatus;
  outcome: Outcome | null;
  reason: string | null;
  env_id: string;
  algorithm: string;
  seed: Seed | null;
  episodes: number;
  steps: number;
  target_episodes: number | null;
  target_steps: number | null;
  mean_return_100: number | null;
  steps_per_second: number | null;
  sparkline: number[];
  telemetry_mode: TelemetryMode;
  /** Null for runs of versions that knew none. */
  resources: Resources | null;
  created_us: number;
  started_us: number | null;
  ended_us: number | null;
  disk_bytes: number;
  tags: string[];
  damaged: string | null;
}

/** What telemetry costs the worker's loop: µs per step on each lane, and both as a share of its time, 0 to 1. */
export interface Observer {
  slow_lane_us_per_step: number;
  fast_lane_us_per_step: number;
  share: number;
}

/** A kind of log record: what its id means. */
export interface LogId {
  id: string;
  component: string;
  sub_component: string;
  scope: string;
  severity: Severity;
  template: string;
}

export interface StreamInfo {
  agent_id: string;
  slot: number;
  last_seq: number;
  episodes: number;
}

export interface SettingUsed {
  key: string;
  value: string;
  origin: string;
}

export interface Run extends RunRow {
  env_args: Values;
  params: Values;
  num_envs: number;
  rate_hz: number | null;
  host: string;
  code_version: string;
  digest: string;
  worker: { pid: number | null; alive: boolean } | null;
  observer: Observer | null;
  streams: StreamInfo[];
  artifacts: { name: string; bytes: number }[];
  settings: SettingUsed[];
  command_line: string;
}

export interface SeriesPoint {
  /** Row counter of the last episode of the bucket. */
  x: number;
  count: number;
  min: number;
  max: number;
  mean: number;
  last: number;
  steps?: number | null;
  end_us?: number | null;
}

export interface Series {
  metric: string;
  x: 'episode';
  points: SeriesPoint[];
  shown: number;
  total: number;
}

export interface Episode {
  agent_id: string;
  slot: number;
  episode: number;
  first_seq: number;
  last_seq: number;
  length: number;
  return: number;
  terminated: boolean;
  truncated: boolean;
  seed: Seed | null;
  start_us: number;
  end_us: number;
  metrics: Record<string, number> | null;
}

export interface Step {
  seq: number;
  agent_id: string;
  slot: number;
  episode: number;
  step: number;
  action: Json;
  observation: Json;
  reward: number;
  terminated: boolean;
  truncated: boolean;
  time_us: number;
}

export interface StepSeries {
  agent_id: string;
  slot: number;
  value: string;
  x: 'seq';
  points: StepSeriesPoint[];
  shown: number;
  total: number;
}

export interface StepSeriesPoint {
  first_seq: number;
  last_seq: number;
  /** Steps of the bucket that have a finite number. */
  count: number;
  min: number;
  max: number;
  mean: number;
  last: number;
  time_us: number;
}

export interface LogLine {
  seq: number;
  time_us: number;
  severity: Severity;
  id: string;
  component: string;
  message: string;
  agent_id: string | null;
}

export interface StateChange {
  from: RunStatus | null;
  to: RunStatus;
  outcome: Outcome | null;
  reason: string | null;
  time_us: number;
}

export interface Receipt {
  run_id: string;
  complete: boolean;
  episodes: number;
  steps: number;
  streams: {
    agent_id: string;
    slot: number;
    first_seq: number;
    last_seq: number;
    count: number;
    gaps: number | Json[];
    duplicates: number | Json[];
    sha256: string;
  }[];
  problems?: string[];
}

export interface Subscriber {
  name: string;
  policy: { capacity: number; on_full: 'drop_oldest' | 'block' };
  cursor: number;
  lag: number;
  dropped: number;
  waiting: boolean;
}

/** `since_us`: since when it is so. */
export interface HealthFact {
  alive: boolean;
  since_us: number;
  detail: string;
}

export interface Heartbeat {
  component: string;
  last_seq: number;
  total: number;
  dropped: number;
  lag_ms: number;
  time_us: number;
  stalled: boolean;
}

export interface Pipeline {
  run_id: string;
  state: RunStatus;
  steps_per_second: number;
  health: { worker: HealthFact; link: HealthFact; storage: HealthFact };
  heartbeats: Heartbeat[];
  observer: Observer | null;
  worker: {
    pid: number | null;
    alive: boolean;
    last_heartbeat_us: number | null;
    unacknowledged_steps: number | null;
    credits_available: number | null;
    outbox_bytes: number | null;
    spool_bytes: number | null;
    /** How long training has waited in all because memory and spool were full. */
    blocked_ms: number | null;
  } | null;
  link: {
    connected: boolean;
    since_us: number | null;
    sessions: number;
    received_steps: number;
    received_batches: number;
    duplicate_steps: number;
    rejected_messages: number;
  };
  bus: { capacity: number; published: number; publisher_waits: number; refused: number };
  subscribers: Subscriber[];
  durable: {
    queue_events: number;
    committed_steps: number;
    commits: number;
    last_commit_ms: number | null;
    p50_commit_ms: number | null;
    p99_commit_ms: number | null;
    bytes_written: number;
    retries: number;
    refused: number;
    /** How long the transactions took, fsync included; absent from older daemons. */
    commit_duration?: Histogram;
    stalled_reason: string | null;
  };
  credits: { window_steps: number; grants: number };
  fast_lane: {
    connected: boolean;
    width: number;
    height: number;
    frames_written: number;
    frames_read: number;
    frames_skipped: number;
    reconnects: number;
    /** Frames written and not read yet. */
    depth: number;
    age_ms: number | null;
  } | null;
  viewers: { live: number; frames: number; conflated: number };
}

export interface SystemInfo {
  version: string;
  pid: number;
  host: string;
  started_us: number;
  data_dir: string;
  http_address: string;
  grpc_address: string;
  cpu_count: number;
  disk: { free_bytes: number; total_bytes: number };
  workers: { running: number; connected: number };
  refused_sessions: number;
  runs: Pipeline[];
}

export interface RunFigures {
  steps_per_second: number | null;
  rolling_return: number | null;
  episodes_per_second: number | null;
}

export type LiveMessage =
  | { type: 'runs'; runs: RunRow[]; removed?: string[] }
  | {
      type: 'run';
      run: Run;
      figures: RunFigures;
      episodes: Episode[];
      episodes_skipped: number;
      logs: LogLine[];
      logs_skipped: number;
      last_episode: number;
      last_log: number;
    }
  | { type: 'system'; system: SystemInfo }
  | { type: 'settings'; changes: SettingChange[]; changes_skipped: number; problem: SettingsProblem | null }
  | { type: 'error'; detail: string };

export type RunMessage = Extract<LiveMessage, { type: 'run' }>;
