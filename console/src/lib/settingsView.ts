import type { Setting, SettingChange, SettingOrigin } from '../api/settingTypes';
import { textOfSetting } from './settingValue';

export const narrowings = ['changed', 'pending', 'pinned'] as const;
export type Narrowing = (typeof narrowings)[number];

/** What a person set on the page of settings. */
export interface SettingsSearch {
  text?: string;
  only?: Narrowing;
  /** The subsystem that is scrolled to. */
  group?: string;
  /** The setting that is explained. */
  key?: string;
  /** The history is shown: of all settings, or of one. */
  history?: string;
}

export const wholeHistory = 'all';

export function parseSettingsSearch(raw: Record<string, unknown>): SettingsSearch {
  const search: SettingsSearch = {};
  for (const name of ['text', 'group', 'key', 'history'] as const) {
    const value = raw[name];
    if (typeof value === 'string' && value !== '') search[name] = value;
  }
  const only = narrowings.find((known) => known === raw.only);
  if (only) search.only = only;
  return search;
}

export function isNarrowed(setting: Setting, only: Narrowing | undefined): boolean {
  switch (only) {
    case 'changed':
      return setting.origin !== 'default' || setting.pending !== null;
    case 'pending':
      return setting.pending !== null;
    case 'pinned':
      return setting.pinned;
    default:
      return true;
  }
}

export const originWords: Record<SettingOrigin, string> = {
  default: 'default',
  file: 'settings file',
  stored: 'stored',
  dotenv: '.env',
  environment: 'environment',
  'command-line': 'command line',
};

/** Why a value cannot be changed here; null when it can. */
export function pinReason(setting: Pick<Setting, 'pinned' | 'origin' | 'env'>): string | null {
  if (!setting.pinned) return null;
  const where =
    setting.origin === 'command-line' ? 'The command line of the daemon'
    : setting.origin === 'dotenv' ? `${setting.env} in .env`
    : `${setting.env} in the environment`;
  return `${where} pins this; a change here could not win.`;
}

/** Why a setting cannot be stored at all; null when it can. */
export function unstoredReason(setting: Pick<Setting, 'bootstrap' | 'host_only' | 'env'>): string | null {
  if (setting.host_only) return `Not editable here: it names code to execute. Give it as ${setting.env} in the environment, in the settings file, or on the command line of the daemon.`;
  return setting.bootstrap ? `Not editable here: it is needed to find the store. Give it as ${setting.env} in the environment, or on the command line of the daemon.` : null;
}

/** The value that is stored and the one in force, when they differ. */
export function pendingReason(setting: Setting): string | null {
  if (setting.pending === null) return null;
  const unit = setting.unit === null ? '' : ` ${setting.unit}`;
  return `${shown(textOfSetting(setting.pending))}${unit} after a restart; in force ${shown(textOfSetting(setting.value))} until the daemon restarts.`;
}

/** A text in a sentence or table: an empty one is said. */
export function shown(text: string): string {
  return text === '' ? '(empty)' : text;
}

/** Changes that can still be undone: the newest of each key, unless the settings file made it. */
export function undoable(changes: readonly SettingChange[]): Set<number> {
  const keys = new Set<string>();
  const ids = new Set<number>();
  for (const change of [...changes].sort((a, b) => b.id - a.id)) {
    if (change.via === 'file' || keys.has(change.key)) continue;
    keys.add(change.key);
    ids.add(change.id);
  }
  return ids;
}

export const viaWords: Record<SettingChange['via'], string> = {
  console: 'console',
  cli: 'command line',
  api: 'API',
  file: 'settings file',
};

/** What undoing a change comes to. */
export function undoSentence(change: SettingChange, setting: Setting | undefined): string {
  const unit = setting?.unit ? ` ${setting.unit}` : '';
  const becomes =
    change.old === null
      ? `The stored value ${shown(change.new ?? '')}${unit} of ${change.key} is taken away; what the settings file or the default says holds again.`
      : `${change.key} goes back from ${change.new === null ? 'unset' : `${shown(change.new)}${unit}`} to ${shown(change.old)}${unit}.`;
  return setting && !setting.hot ? `${becomes} It takes effect when the daemon starts the next time.` : becomes;
}

/** The command that stores the value there is now. */
export function commandFor(setting: Setting): string {
  return `palestra settings set ${setting.key} ${quoted(textOfSetting(setting.pending ?? setting.value))}`;
}

function quoted(text: string): string {
  return /^[\w.:/+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
