import { expect, test } from 'vitest';
import type { Setting } from '../api/settingTypes';
import { groupsOf, marked } from './settingSearch';

const setting = (key: string, description = '', env = `GYM_${key.toUpperCase().replaceAll('.', '_')}`): Setting => ({
  key, env, description, namespace: key.slice(0, key.lastIndexOf('.')), type: 'int', unit: 'events', min: null, max: null, allowed: null,
  value: 1, default: 1, origin: 'default', hot: true, secret: false, pending: null, pinned: false, kill_switch: false, bootstrap: false, host_only: false, deprecated: null, version: 0,
});
const all = [
  setting('fast_lane.capacity', 'Frames the ring holds.'),
  setting('telemetry.db_sink.batch_size', 'Most events in one transaction.'),
  setting('telemetry.db_sink.commit_interval', 'Longest wait of an event.'),
  setting('trainer.max_running', 'Most workers at once.', 'GYM_TRAINER_MAX_RUNNING'),
];
const found = (text: string) => groupsOf(all, text).flatMap((group) => group.settings.map((row) => row.key));

test('nothing searched: every subsystem, by name', () => {
  expect(groupsOf([...all].reverse(), '  ').map((group) => group.namespace)).toEqual(['fast_lane', 'telemetry.db_sink', 'trainer']);
});

test('keys, variables and help are searched, and every word must fit', () => {
  expect(found('batch')).toEqual(['telemetry.db_sink.batch_size']);
  expect(found('GYM_TRAINER')).toEqual(['trainer.max_running']);
  expect(found('workers')).toEqual(['trainer.max_running']);
  expect(found('sink wait')).toEqual(['telemetry.db_sink.commit_interval']);
  expect(found('sink frames')).toEqual([]);
});

test('slips of the fingers and shortened words are forgiven', () => {
  expect(found('comit')).toEqual(['telemetry.db_sink.commit_interval']);
  expect(found('btach')).toEqual(['telemetry.db_sink.batch_size']);
  expect(found('bsize')).toEqual(['telemetry.db_sink.batch_size']);
  expect(found('qqqq')).toEqual([]);
});

test('the best match comes first, its subsystem too', () => {
  expect(found('most')[0]).toBe('telemetry.db_sink.batch_size');
  expect(groupsOf(all, 'max')[0]!.namespace).toBe('trainer');
});

test('signs in a search are only signs', () => {
  expect(found('wait (of')).toEqual([]);
  expect(found('transaction.')).toEqual(['telemetry.db_sink.batch_size']);
});

test('what is searched for is marked', () => {
  expect(marked('batch_size', 'SIZE ba')).toEqual([{ text: 'ba', hit: true }, { text: 'tch_', hit: false }, { text: 'size', hit: true }]);
  expect(marked('', 'a')).toEqual([]);
});
