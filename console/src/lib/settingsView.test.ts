import { expect, test } from 'vitest';
import type { Setting, SettingChange } from '../api/settingTypes';
import { unstoredReason, commandFor, isNarrowed, parseSettingsSearch, pendingReason, pinReason, undoable, undoSentence } from './settingsView';
import { parseSearch, stringifySearch } from './urlSearch';

const setting = (part: Partial<Setting> = {}): Setting => ({
  key: 'a.b', env: 'GYM_A_B', description: '', namespace: 'a', type: 'int', unit: 'events', min: null, max: null, allowed: null,
  value: 256, default: 256, origin: 'default', hot: true, secret: false, pending: null, pinned: false, kill_switch: false, version: 0, bootstrap: false, host_only: false, deprecated: null, ...part,
});
const change = (id: number, part: Partial<SettingChange> = {}): SettingChange => ({
  id, time_us: id, who: 'ada', via: 'console', key: 'a.b', old: '256', new: '64', pending: false, run_positions: {}, ...part,
});

test('the page is a permalink, and nonsense in it is ignored', () => {
  const search = { text: 'queue size', only: 'pinned' as const, group: 'a', key: 'a.b', history: 'all' };
  expect(parseSettingsSearch(parseSearch(stringifySearch(search)))).toEqual(search);
  expect(parseSettingsSearch({ only: 'x', text: '', group: 3 })).toEqual({});
});

test('changed means that not the default holds, or will not hold', () => {
  expect(isNarrowed(setting(), 'changed')).toBe(false);
  expect(isNarrowed(setting({ pending: 64 }), 'changed')).toBe(true);
  expect(isNarrowed(setting({ origin: 'file' }), 'changed')).toBe(true);
  expect(isNarrowed(setting(), undefined)).toBe(true);
});

test('a pin says what pins, and that a change could not win', () => {
  expect(pinReason(setting())).toBeNull();
  expect(pinReason(setting({ pinned: true, origin: 'environment' }))).toBe('GYM_A_B in the environment pins this; a change here could not win.');
  expect(pinReason(setting({ pinned: true, origin: 'dotenv' }))).toContain('GYM_A_B in .env pins');
  expect(pinReason(setting({ pinned: true, origin: 'command-line' }))).toContain('The command line');
});

test('a setting that is needed to find the store says so, and where to give it', () => {
  expect(unstoredReason(setting())).toBeNull();
  expect(unstoredReason(setting({ bootstrap: true }))).toBe(
    'Not editable here: it is needed to find the store. Give it as GYM_A_B in the environment, or on the command line of the daemon.');
  expect(unstoredReason(setting({ host_only: true }))).toBe(
    'Not editable here: it names code to execute. Give it as GYM_A_B in the environment, in the settings file, or on the command line of the daemon.');
});

test('a pending change says both values', () => {
  expect(pendingReason(setting())).toBeNull();
  expect(pendingReason(setting({ pending: 64 }))).toBe('64 events after a restart; in force 256 until the daemon restarts.');
});

test('only the newest change of a setting can be undone, and none of the settings file', () => {
  const ids = undoable([change(4, { via: 'file' }), change(3), change(2), change(1, { key: 'c.d' })]);
  expect([...ids].sort()).toEqual([1, 3]);
});

test('the undo dialog says what will be', () => {
  expect(undoSentence(change(1), setting())).toBe('a.b goes back from 64 events to 256 events.');
  expect(undoSentence(change(1, { new: null }), setting())).toContain('from unset to 256 events');
  expect(undoSentence(change(1, { old: null }), setting({ hot: false }))).toBe(
    'The stored value 64 events of a.b is taken away; what the settings file or the default says holds again. It takes effect when the daemon starts the next time.');
});

test('the command line is quoted for a shell', () => {
  expect(commandFor(setting({ pending: 64 }))).toBe('palestra settings set a.b 64');
  expect(commandFor(setting({ type: 'string', value: "it's" }))).toBe(`palestra settings set a.b 'it'\\''s'`);
  expect(commandFor(setting({ type: 'string', value: '' }))).toBe("palestra settings set a.b ''");
});
