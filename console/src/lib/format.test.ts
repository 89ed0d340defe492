import { expect, test } from 'vitest';
import { absolute, ago, bytes, count, duration, idShort, measure, milliseconds, plural, rate, runTime, short } from './format';

test('numbers are shortened where they are long, never rounded where they are small', () => {
  expect([0, 999, 9999, 12_345, 123_456, 1_234_567, 2e9].map((n) => short(n))).toEqual(['0', '999', '9,999', '12.3k', '123k', '1.23M', '2.00G']);
  expect([3.14, 250, 101_000].map((n) => rate(n))).toEqual(['3.1', '250', '101k']);
});

test('measured values have as many decimals as their size deserves, and a real minus', () => {
  expect([0, 0.5, 12.345, 123.45, 4321, 0.00001].map((n) => measure(n))).toEqual(['0', '0.500', '12.35', '123.5', '4,321', '1.00e\u22125']);
  expect(measure(-0.25)).toBe('\u22120.250');
});

test('what is not known is a dash', () => {
  for (const format of [count, short, rate, measure, bytes, duration, milliseconds]) {
    expect(format(null)).toBe('–');
    expect(format(NaN)).toBe('–');
  }
});

test('durations and sizes carry their units', () => {
  expect([5, 65, 3700, 100_000].map((s) => duration(s))).toEqual(['5 s', '1 min 05 s', '1 h 01 min', '1 d 03 h']);
  expect([12, 4500, 2.5e7, 3e11].map((b) => bytes(b))).toEqual(['12 B', '4.5 kB', '25 MB', '300 GB']);
  expect([2.34, 9.96, 250, 999.7, 8101, 15_000, 59_960].map((ms) => milliseconds(ms))).toEqual(['2.3 ms', '10 ms', '250 ms', '1.0 s', '8.1 s', '15 s', '1 min 00 s']);
});

test('a run that took less than a second did not take none', () => {
  expect([runTime(0.412, true), runTime(0.412, false), runTime(2.5, true), runTime(null, true)]).toEqual(['412 ms', '0 s', '2 s', '–']);
});

test('times are relative', () => {
  const now = Date.UTC(2025, 0, 10);
  const us = (seconds: number) => (now - seconds * 1000) * 1000;
  expect([1, 30, 120, 7200, 90_000, 4 * 86_400].map((s) => ago(us(s), now))).toEqual(['just now', '30 s ago', '2 min ago', '2 h ago', 'yesterday', '4 days ago']);
  expect(absolute(us(0))).toMatch(/^2025-01-\d\d \d\d:\d\d:\d\d$/);
});

test('a generated id keeps both ends, a name is left alone', () => {
  expect([idShort('01M8210HWMA5VDFWS74WXE8KAH'), idShort('demo')]).toEqual(['01M8…XE8KAH', 'demo']);
});

test('one is singular', () => {
  expect([plural(1, 'run'), plural(0, 'run'), plural(1200, 'run')]).toEqual(['1 run', '0 runs', '1,200 runs']);
});
