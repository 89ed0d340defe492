import { expect, test } from 'vitest';
import type { SettingSpec } from '../api/settingTypes';
import { allowedText, checkSetting, plainNumber, rangeOf, readableNumber, textOfSetting } from './settingValue';

const spec = (part: Partial<SettingSpec>): SettingSpec => ({
  key: 'telemetry.db_sink.batch_size', env: 'GYM_DB_SINK_BATCH_SIZE', type: 'int', unit: 'events', min: 1, max: 65536, allowed: null, ...part,
});
const refused = (given: SettingSpec, text: string) => {
  const checked = checkSetting(given, text);
  return checked.ok ? null : checked.error;
};

test('a refusal is the sentence that the daemon says', () => {
  expect(refused(spec({}), '0')).toBe("telemetry.db_sink.batch_size = '0' is too small; allowed is a whole number from 1 to 65536 events.");
  expect(refused(spec({}), '65537')).toContain('is too large');
  expect(refused(spec({}), '1.5')).toContain("'1.5' is not a whole number;");
  expect(refused(spec({}), '')).toContain("'' is not a whole number;");
  expect(refused(spec({}), '99999999999')).toContain('does not fit');
});

test('numbers are read as the daemon reads them, blanks around them included', () => {
  expect(checkSetting(spec({}), ' +64 ')).toEqual({ ok: true, json: '64' });
  const rate = spec({ key: 'live.rate', type: 'double', unit: 'Hz', min: 0.1, max: 60 });
  expect(checkSetting(rate, '.5')).toEqual({ ok: true, json: '0.5' });
  expect(checkSetting(rate, '1e1')).toEqual({ ok: true, json: '10' });
  expect(refused(rate, 'fast')).toContain('is not a number');
  expect(refused(rate, '1e999')).toContain('is not a finite number');
  expect(refused(rate, '0x10')).toContain('is not a number');
});

test('a whole number beyond what JavaScript holds keeps its digits', () => {
  const seed = spec({ key: 'run.default_seed', type: 'long', unit: 'seed', min: 0, max: null });
  expect(checkSetting(seed, '9223372036854775807')).toEqual({ ok: true, json: '9223372036854775807' });
  expect(refused(seed, '9223372036854775808')).toContain('does not fit');
  expect(refused(seed, '-1')).toContain('is too small');
});

test('a duration must fit into what the daemon can hold', () => {
  const timeout = spec({ key: 'trainer.kill_grace', type: 'duration', unit: 's', min: 0, max: null });
  expect(checkSetting(timeout, '2.5')).toEqual({ ok: true, json: '2.5' });
  expect(refused(timeout, '1e20')).toContain('does not fit');
});

test('a word that is nearly right gets the right one as a hint', () => {
  const compression = spec({ key: 'c', type: 'enum', unit: null, min: null, max: null, allowed: ['adaptive', 'fastest', 'optimal', 'smallest'] });
  expect(checkSetting(compression, 'Fastest')).toEqual({ ok: true, json: '"fastest"' });
  expect(refused(compression, 'fatsest')).toBe("c = 'fatsest' is not one of its words (did you mean fastest?); allowed is one of adaptive, fastest, optimal, smallest.");
  expect(refused(compression, 'zzz')).toContain('is not one of its words;');
});

test('a text is sent as it was typed, blanks included', () => {
  expect(checkSetting(spec({ type: 'string', unit: null, min: null, max: null }), ' a "b" ')).toEqual({ ok: true, json: '" a \\"b\\" "' });
});

test('a long text is cut in the sentence and has no line breaks', () => {
  const sentence = refused(spec({}), `a\n${'b'.repeat(100)}`)!;
  expect(sentence).toContain(`'a\ufffd${'b'.repeat(78)}…' is not`);
});

test('what is allowed is said in full, the range alone in short', () => {
  expect(allowedText(spec({ type: 'bool', unit: null, min: null, max: null }))).toBe('true or false (also 1, 0, yes, no, on, off)');
  expect(allowedText(spec({ max: null }))).toBe('a whole number of at least 1 events');
  expect(allowedText(spec({ type: 'double', unit: 'Hz', min: null, max: null }))).toBe('a number (Hz)');
  expect(allowedText(spec({ type: 'string', unit: null, min: null, max: null, allowed: ['', 'a'] }))).toBe('one of (empty), a');
  expect(rangeOf(spec({ min: -2, max: null }))).toBe('\u22122 or more');
});

test('numbers are written as the daemon writes them', () => {
  expect([0, 0.1, 0.0001, 0.00001, 0.000001, 268435456, 1e15, 1e21].map(plainNumber)).toEqual(
    ['0', '0.1', '0.0001', '1E-05', '1E-06', '268435456', '1E+15', '1E+21']);
  expect(textOfSetting(true)).toBe('true');
  expect(textOfSetting(null)).toBe('');
});

test('a range is written to be read, what is typed stays plain', () => {
  expect([999, 9999, 10_000, 268_435_456, 0.0001, -65_536, 1e15].map(readableNumber)).toEqual(['999', '9999', '10,000', '268,435,456', '0.0001', '\u221265,536', '1E+15']);
  expect(textOfSetting(268_435_456)).toBe('268435456');
});
