export interface FrameHeader {
  width: number;
  height: number;
  channels: number;
  slot: number;
  number: number;
  writtenUs: number;
  reward: number;
  rollingReturn: number;
  stepsPerSecond: number;
}

export interface Frame {
  header: FrameHeader;
  /** Row-major RGB, `width × height × 3` bytes; a view on the message. */
  pixels: Uint8Array;
}

const magic = 0x4d524650; // "PFRM", little-endian
const smallestHeader = 64;

/** Decodes one message of the frames socket; a sentence instead of a frame when it is not one. */
export function decodeFrame(message: ArrayBuffer): Frame | string {
  if (message.byteLength < smallestHeader) return `A frame of ${message.byteLength} bytes is shorter than its header of 64.`;
  const view = new DataView(message);
  if (view.getUint32(0, true) !== magic) return 'A frame does not begin with "PFRM".';
  const headerSize = view.getUint32(4, true);
  const header: FrameHeader = {
    width: view.getUint32(8, true),
    height: view.getUint32(12, true),
    channels: view.getUint32(16, true),
    slot: view.getUint32(20, true),
    number: Number(view.getBigUint64(24, true)),
    writtenUs: Number(view.getBigInt64(32, true)),
    reward: view.getFloat64(40, true),
    rollingReturn: view.getFloat64(48, true),
    stepsPerSecond: view.getFloat64(56, true),
  };
  if (header.channels !== 3) return `A frame has ${header.channels} channels; this console draws 3 (RGB).`;
  const expected = header.width * header.height * header.channels;
  if (headerSize < smallestHeader || message.byteLength - headerSize < expected) {
    return `A frame of ${header.width} × ${header.height} needs ${expected} bytes of pixels and has ${message.byteLength - headerSize}.`;
  }
  return { header, pixels: new Uint8Array(message, headerSize, expected) };
}

/** Spreads RGB into the RGBA bytes of a canvas; alpha is left as it is. */
export function copyRgb(pixels: Uint8Array, into: Uint8ClampedArray): void {
  for (let from = 0, to = 0; from + 2 < pixels.length; from += 3, to += 4) {
    into[to] = pixels[from]!;
    into[to + 1] = pixels[from + 1]!;
    into[to + 2] = pixels[from + 2]!;
  }
}
