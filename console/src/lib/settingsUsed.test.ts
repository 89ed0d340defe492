import { expect, test } from 'vitest';
import type { Setting } from '../api/settingTypes';
import { compareSettings } from './settingsUsed';

const present = (key: string, value: Setting['value'], secret = false): Setting => ({
  key, value, secret, env: '', description: '', namespace: '', type: 'int', unit: null, min: null, max: null, allowed: null,
  default: null, origin: 'default', hot: true, pending: null, pinned: false, kill_switch: false, bootstrap: false, host_only: false, deprecated: null, version: 0,
});
const used = [
  { key: 'same', value: '0.5', origin: 'default' },
  { key: 'other', value: '64', origin: 'stored' },
  { key: 'gone', value: 'x', origin: 'file' },
  { key: 'token', value: '(secret)', origin: 'environment' },
];

test('what differs from the present is told, what is gone too, a secret never', () => {
  const rows = compareSettings(used, [present('same', 0.5), present('other', 256), present('token', null, true)]);
  expect(rows.map((row) => [row.key, row.now, row.differs])).toEqual([
    ['same', '0.5', false], ['other', '256', true], ['gone', null, true], ['token', '', false],
  ]);
});

test('while nobody knows the present, nothing differs', () => {
  expect(compareSettings(used, undefined).some((row) => row.differs)).toBe(false);
});
