import type { Setting, SettingSpec, SettingValue } from '../api/settingTypes';
import { nearestWord } from './nearest';

/** A number as the daemon writes it: 0.0001, 268435456, 1E+15. */
export function plainNumber(value: number): string {
  if (value === 0) return '0';
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power < 15 && power > -5) return String(value);
  return `${digits}E${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** A value as a person would write it. */
export function textOfSetting(value: SettingValue | null | undefined): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'number' ? plainNumber(value) : String(value);
}

/** What is in force after the next start: what an edit begins with. */
export function wantedText(setting: Pick<Setting, 'value' | 'pending'>): string {
  return textOfSetting(setting.pending ?? setting.value);
}

/** What is allowed, in the daemon's words. */
export function allowedText(spec: SettingSpec): string {
  if (spec.allowed) return `one of ${spec.allowed.map((word) => (word === '' ? '(empty)' : word)).join(', ')}`;
  const { min, max, unit } = spec;
  const range =
    min !== null && max !== null ? ` from ${plainNumber(min)} to ${plainNumber(max)}`
    : min !== null ? ` of at least ${plainNumber(min)}`
    : max !== null ? ` of at most ${plainNumber(max)}` : '';
  const kind = kinds[spec.type];
  if (unit === null) return kind + range;
  return range === '' ? `${kind} (${unit})` : `${kind}${range} ${unit}`;
}

const kinds: Record<SettingSpec['type'], string> = {
  bool: 'true or false (also 1, 0, yes, no, on, off)',
  int: 'a whole number',
  long: 'a whole number',
  double: 'a number',
  duration: 'a number',
  string: 'a text',
  enum: 'a text',
};

/** A number to be read, not typed: thousands apart from ten thousand on, and a real minus. */
export function readableNumber(value: number): string {
  const apart = Number.isInteger(value) && Math.abs(value) >= 10_000 && Math.abs(value) < 1e15;
  return (apart ? value.toLocaleString('en-GB') : plainNumber(value)).replace('-', '\u2212');
}

/** The range alone, for a place with little room; empty when anything goes. */
export function rangeOf(spec: SettingSpec): string {
  const { min, max } = spec;
  const bound = readableNumber;
  if (min !== null && max !== null) return `${bound(min)} to ${bound(max)}`;
  if (min !== null) return `${bound(min)} or more`;
  return max !== null ? `${bound(max)} or less` : '';
}

export type CheckedSetting = { ok: true; json: string } | { ok: false; error: string };

const longestShown = 80;

/** What was typed: as JSON to send, or the sentence that the daemon would refuse it with. */
export function checkSetting(spec: SettingSpec, text: string): CheckedSetting {
  const read = readers[spec.type](spec, spec.type === 'string' ? text : text.trim());
  if ('json' in read) {
    const number = read.number;
    const problem =
      number === undefined ? null
      : spec.min !== null && number < spec.min ? 'is too small'
      : spec.max !== null && number > spec.max ? 'is too large' : null;
    if (problem === null) return { ok: true, json: read.json };
    return { ok: false, error: refusal(spec, text, problem) };
  }
  return { ok: false, error: refusal(spec, text, read.problem) };
}

function refusal(spec: SettingSpec, text: string, problem: string): string {
  const line = text.slice(0, longestShown).replace(/\p{Cc}/gu, '\ufffd');
  return `${spec.key} = '${line}${text.length > longestShown ? '…' : ''}' ${problem}; allowed is ${allowedText(spec)}.`;
}

type Read = { json: string; number?: number } | { problem: string };

const wholeNumber = /^[+-]?\d+$/;
const realNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const infinite = /^([+-]?(infinity|∞)|[+-]?nan)$/i;
const limits = { int: 2n ** 31n, long: 2n ** 63n };
const ticksPer: Record<string, number> = { us: 10, ms: 1e4, s: 1e7, min: 6e8, h: 3.6e10 };
const mostTicks = 2 ** 63;

function readWhole(bits: 'int' | 'long', text: string): Read {
  if (!wholeNumber.test(text)) return { problem: 'is not a whole number' };
  const value = BigInt(text.replace('+', ''));
  if (value >= limits[bits] || value < -limits[bits]) return { problem: 'does not fit' };
  return { json: String(value), number: Number(value) };
}

function readReal(text: string): { json: string; number: number } | { problem: string } {
  if (infinite.test(text)) return { problem: 'is not a finite number' };
  if (!realNumber.test(text)) return { problem: 'is not a number' };
  const number = Number(text);
  return Number.isFinite(number) ? { json: String(number), number } : { problem: 'is not a finite number' };
}

function meant(text: string, words: readonly string[]): string {
  const word = nearestWord(text, words);
  return word ? ` (did you mean ${word}?)` : '';
}

const readers: Record<SettingSpec['type'], (spec: SettingSpec, text: string) => Read> = {
  bool: (_, text) => {
    const word = text.toLowerCase();
    if (['true', '1', 'yes', 'on'].includes(word)) return { json: 'true' };
    return ['false', '0', 'no', 'off'].includes(word) ? { json: 'false' } : { problem: 'is neither true nor false' };
  },
  int: (_, text) => readWhole('int', text),
  long: (_, text) => readWhole('long', text),
  double: (_, text) => readReal(text),
  duration: (spec, text) => {
    const read = readReal(text);
    if ('problem' in read) return read;
    return Math.abs(read.number) > mostTicks / (ticksPer[spec.unit ?? ''] ?? 1) ? { problem: 'does not fit' } : read;
  },
  enum: ({ allowed }, text) => {
    const word = allowed?.find((known) => known.toLowerCase() === text.toLowerCase());
    return word === undefined ? { problem: `is not one of its words${meant(text, allowed ?? [])}` } : { json: JSON.stringify(word) };
  },
  string: ({ allowed }, text) =>
    allowed && !allowed.includes(text) ? { problem: `is not one of its words${meant(text, allowed)}` } : { json: JSON.stringify(text) },
};
