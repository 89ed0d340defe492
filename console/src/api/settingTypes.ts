/** The shapes of the settings in docs/api.md. */

export type SettingType = 'bool' | 'int' | 'long' | 'double' | 'string' | 'duration' | 'enum';
export type SettingOrigin = 'default' | 'file' | 'stored' | 'dotenv' | 'environment' | 'command-line';
/** A duration is a number in its unit; a whole number beyond what JavaScript holds is kept as its digits. */
export type SettingValue = string | number | boolean;

/** What is known about a setting before any value is read. */
export interface SettingSpec {
  key: string;
  env: string;
  type: SettingType;
  unit: string | null;
  min: number | null;
  max: number | null;
  allowed: string[] | null;
}

export interface Setting extends SettingSpec {
  /** Null for a secret that is not set; one that is set is masked. */
  value: SettingValue | null;
  default: SettingValue | null;
  origin: SettingOrigin;
  hot: boolean;
  secret: boolean;
  description: string;
  /** The value after the next start of the daemon, when it is another one. */
  pending: SettingValue | null;
  pinned: boolean;
  kill_switch: boolean;
  namespace: string;
  version: number;
  /** Needed to find the store: it cannot stand there. */
  bootstrap: boolean;
  host_only: boolean;
  /** What to use instead, as a sentence. */
  deprecated: string | null;
}

export interface SettingLayer {
  layer: SettingOrigin;
  value: SettingValue | null;
  source: string | null;
  wins: boolean;
  note: string;
}

export interface ExplainedSetting extends Setting {
  layers: SettingLayer[];
}

export interface SettingChange {
  id: number;
  time_us: number;
  who: string;
  via: 'console' | 'cli' | 'api' | 'file';
  key: string;
  /** Null: the layer said nothing. */
  old: string | null;
  new: string | null;
  pending: boolean;
  /** The last bus sequence of every run that was live then. */
  run_positions: Record<string, number>;
}

/** What is wrong with the settings file; the old values stay in force. */
export interface SettingsProblem {
  detail: string;
  time_us: number;
  errors: { sentence: string; kind: string; key: string | null; file: string | null; line: number | null }[];
}

export interface SettingsList {
  settings: Setting[];
  problem: SettingsProblem | null;
  warnings: string[];
}

export interface SettingHistory {
  changes: SettingChange[];
  next_before: number | null;
}

/** A setting that changed while a run was live, and where the run stood then. */
export interface RunSettingChange extends Pick<SettingChange, 'time_us' | 'key' | 'old' | 'new' | 'who' | 'via' | 'pending'> {
  bus_seq: number;
  /** Steps and finalized episodes of the run on disk. */
  steps: number;
  episodes: number;
  streams: Record<string, number>;
}
