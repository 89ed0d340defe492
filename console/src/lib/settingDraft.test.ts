import { expect, test } from 'vitest';
import type { Setting } from '../api/settingTypes';
import { reduceDrafts, type DraftAction, type Drafts } from './settingDraft';

const at = (value: number, pending: number | null = null): Setting => ({
  key: 'a.b', env: 'GYM_A_B', description: '', namespace: 'a', type: 'int', unit: 'events', min: null, max: null, allowed: null,
  value, default: 1, origin: 'default', hot: true, secret: false, pending, pinned: false, kill_switch: false, bootstrap: false, host_only: false, deprecated: null, version: 0,
});
const after = (...actions: DraftAction[]) => actions.reduce<Drafts>(reduceDrafts, {})['a.b'];
const type = (text: string, setting = at(1)): DraftAction => ({ do: 'type', setting, text });

test('typing the value that is there leaves nothing to save', () => {
  expect(after(type('2'), type('1'))).toBeUndefined();
});

test('an edit of a pending setting begins with the pending value', () => {
  expect(after(type('64', at(256, 64)))).toBeUndefined();
  expect(after(type('256', at(256, 64)))?.base).toBe('64');
});

test('a refused change keeps what was typed, and typing on takes the sentence away', () => {
  const refused = after(type('2'), { do: 'save', key: 'a.b' }, { do: 'refuse', key: 'a.b', sentence: 'No.' });
  expect(refused).toMatchObject({ text: '2', busy: false, refusal: 'No.' });
  expect(after(type('2'), { do: 'refuse', key: 'a.b', sentence: 'No.' }, type('3'))?.refusal).toBeNull();
});

test('a change made elsewhere while typing is shown and does not touch what was typed', () => {
  expect(after(type('2'), { do: 'arrive', settings: [at(9)] })).toMatchObject({ text: '2', theirs: '9' });
});

test('a change elsewhere that is taken back is no conflict any more', () => {
  expect(after(type('2'), { do: 'arrive', settings: [at(9)] }, { do: 'arrive', settings: [at(1)] })?.theirs).toBeNull();
});

test('when somebody else stored the very value that was typed, nothing is left to do', () => {
  expect(after(type('2'), { do: 'arrive', settings: [at(2)] })).toBeUndefined();
});

test('the answer to an own change is no conflict with it', () => {
  expect(after(type('2'), { do: 'save', key: 'a.b' }, { do: 'arrive', settings: [at(2)] })).toMatchObject({ busy: true, theirs: null });
});

test('overwriting takes their value as the new ground', () => {
  const drafts = after(type('2'), { do: 'conflict', key: 'a.b', theirs: '9' }, { do: 'overwrite', key: 'a.b' });
  expect(drafts).toMatchObject({ text: '2', base: '9', theirs: null });
});

test('what the daemon says to a reset has a place, until it is left', () => {
  const said = after({ do: 'hold', setting: at(1) }, { do: 'refuse', key: 'a.b', sentence: 'No.' }, { do: 'arrive', settings: [at(1)] });
  expect(said?.refusal).toBe('No.');
  expect(after({ do: 'hold', setting: at(1) }, { do: 'cancel', key: 'a.b' })).toBeUndefined();
});
