import { expect, test } from 'vitest';
import { copyRgb, decodeFrame } from './frames';

function message(width: number, height: number, { channels = 3, header = 64, pixels = width * height * 3 } = {}): ArrayBuffer {
  const buffer = new ArrayBuffer(header + pixels);
  const view = new DataView(buffer);
  'PFRM'.split('').forEach((letter, i) => view.setUint8(i, letter.charCodeAt(0)));
  [header, width, height, channels, 3].forEach((value, i) => view.setUint32(4 + 4 * i, value, true));
  view.setBigUint64(24, 77n, true);
  view.setBigInt64(32, 1_700_000_000_000_000n, true);
  view.setFloat64(40, -0.5, true);
  view.setFloat64(48, 12.25, true);
  view.setFloat64(56, 100_000, true);
  new Uint8Array(buffer, header).fill(9);
  return buffer;
}

test('a frame is read as the daemon wrote it', () => {
  const frame = decodeFrame(message(4, 2));
  if (typeof frame === 'string') throw new Error(frame);
  expect(frame.header).toEqual({ width: 4, height: 2, channels: 3, slot: 3, number: 77, writtenUs: 1_700_000_000_000_000, reward: -0.5, rollingReturn: 12.25, stepsPerSecond: 100_000 });
  expect([...frame.pixels]).toEqual(Array(24).fill(9));
});

test('a longer header of a later version is skipped', () => {
  const frame = decodeFrame(message(1, 1, { header: 96 }));
  expect(typeof frame === 'string' ? frame : [...frame.pixels]).toEqual([9, 9, 9]);
});

test('what is not a frame gets a sentence', () => {
  expect(decodeFrame(new ArrayBuffer(10))).toMatch(/10 bytes/);
  expect(decodeFrame(new ArrayBuffer(80))).toMatch(/PFRM/);
  expect(decodeFrame(message(4, 4, { pixels: 10 }))).toMatch(/needs 48 bytes of pixels and has 10/);
  expect(decodeFrame(message(2, 2, { channels: 4 }))).toMatch(/4 channels/);
});

test('pixels are spread to RGBA and alpha is left alone', () => {
  const into = new Uint8ClampedArray([0, 0, 0, 255, 0, 0, 0, 255]);
  copyRgb(new Uint8Array([1, 2, 3, 4, 5, 6]), into);
  expect([...into]).toEqual([1, 2, 3, 255, 4, 5, 6, 255]);
});
