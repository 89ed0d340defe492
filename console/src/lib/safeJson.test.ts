import { expect, test } from 'vitest';
import { checkSeed, parseJson, writeJson } from './safeJson';

const largest = '18446744073709551615';

test('no digit of a large seed is lost on the way in and out, at any depth', () => {
  const text = `{"runs":[{"seed":${largest},"steps":5},{"seed": 7}]}`;
  const parsed = parseJson<{ runs: { seed: unknown }[] }>(text);
  expect(parsed.runs.map((run) => run.seed)).toEqual([largest, 7]);
  expect(writeJson({ env_id: 'x', seed: largest })).toBe(`{"env_id":"x","seed":${largest}}`);
});

test('other large numbers and words that look like a seed stay what they are', () => {
  expect(parseJson(`{"time_us":1795371581172756,"note":"\\"seed\\":${largest},"}`)).toEqual({ time_us: 1795371581172756, note: `"seed":${largest},` });
  expect(writeJson({ name: '"seed":"12"' })).toBe(JSON.stringify({ name: '"seed":"12"' }));
});

test('a typed seed is any unsigned 64-bit number, or is refused with the range', () => {
  expect(checkSeed(` ${largest} `)).toEqual({ ok: true, value: largest });
  expect(checkSeed('21')).toEqual({ ok: true, value: 21 });
  expect(checkSeed('')).toEqual({ ok: true, value: undefined });
  expect(checkSeed('18446744073709551616')).toMatchObject({ ok: false, error: expect.stringContaining(`0 to ${largest}`) });
  expect(checkSeed('1.5').ok).toBe(false);
});
