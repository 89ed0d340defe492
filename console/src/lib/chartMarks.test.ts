import { expect, test } from 'vitest';
import type { RunSettingChange } from '../api/settingTypes';
import { marksOf } from './chartMarks';

const change = (part: Partial<RunSettingChange>): RunSettingChange => ({
  time_us: 2_000_000, key: 'a.b', old: null, new: '64', who: 'ada', via: 'cli', pending: false, bus_seq: 9, steps: 500, episodes: 20, streams: {}, ...part,
});

test('a change is marked where the run stood, on every axis', () => {
  expect(['episodes', 'steps', 'time'].map((axis) => marksOf([change({})], axis as 'steps')[0]!.x)).toEqual([20, 500, 2]);
});

test('the tooltip says what became what, and through whom', () => {
  expect(marksOf([change({ new: '' })], 'steps')[0]!.lines[0]).toMatch(/a\.b: unset → \(empty\) \(ada\)$/);
});

test('changes of one place are one mark; pending ones are none', () => {
  const marks = marksOf([change({ episodes: 30 }), change({}), change({ key: 'c.d' }), change({ episodes: 40, pending: true })], 'episodes');
  expect(marks.map((mark) => [mark.x, mark.lines.length])).toEqual([[20, 2], [30, 1]]);
});
