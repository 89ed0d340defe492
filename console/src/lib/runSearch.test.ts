import { expect, test } from 'vitest';
import { parseRunSearch } from './runSearch';
import { parseSearch, stringifySearch } from './urlSearch';

const clean = (search: object) => JSON.parse(JSON.stringify(search)) as object;

test('a permalink survives the way through the address bar', () => {
  const search = parseRunSearch({ tab: 'log', x: 'steps', smooth: 0.42, log: true, from: 5, to: 90, severity: 'warning', component: 'worker', agent: 'a 1', text: 'two words', id: 'LOG_X', only: true, stream: 'a:0', value: 'observation[2]', first: 3, last: 9 });
  expect(clean(parseRunSearch(parseSearch(stringifySearch({ ...search }))))).toEqual(clean(search));
});

test('smoothing 0 is kept apart from no smoothing given', () => {
  expect(parseRunSearch({ smooth: '0' }).smooth).toBe(0);
  expect(parseRunSearch({ smooth: '' }).smooth).toBeUndefined();
});

test('nonsense in the address is ignored', () => {
  expect(clean(parseRunSearch({ tab: 'x', x: 'moon', smooth: '7', from: '9', to: '3', severity: 'loud', first: '0', last: '4', only: 'x' }))).toEqual({});
});

test('defaults leave no trace in the address', () => {
  expect(stringifySearch({ tab: undefined, log: false, text: '' })).toBe('');
});
