/** A seed is an unsigned 64-bit number: more than a JavaScript number holds. Large ones are kept as their digits. */
export type Seed = number | string;

/** So may a whole setting be. Inside a JSON string a quote has a backslash before it, so this finds members only. */
const largeNumbers = /"(\w*seed|value|default|pending)":\s*(\d{16,20})(?=\s*[,}\]])/g;

/** JSON.parse that loses no digit of a seed or a setting. */
export function parseJson<T>(text: string): T {
  const safe = text.replace(largeNumbers, (all, name: string, digits: string) =>
    Number.isSafeInteger(Number(digits)) ? all : `"${name}":"${digits}"`);
  return JSON.parse(safe) as T;
}

/** JSON.stringify that writes a seed kept as digits as the number it is. */
export function writeJson(value: unknown): string {
  return JSON.stringify(value).replace(/"seed":"(\d+)"/g, '"seed":$1');
}

const largestSeed = 2n ** 64n - 1n;

/** What was typed as a seed: the value to send, nothing, or a sentence. */
export function checkSeed(text: string): { ok: true; value: Seed | undefined } | { ok: false; error: string } {
  const typed = text.trim().replace(/^\+/, '');
  if (typed === '') return { ok: true, value: undefined };
  if (!/^-?\d+$/.test(typed)) return { ok: false, error: `"${typed}" is not a whole number (0 to ${largestSeed}).` };
  const value = BigInt(typed);
  if (value < 0n || value > largestSeed) return { ok: false, error: `${typed} is out of range: 0 to ${largestSeed}.` };
  const plain = Number(value);
  return { ok: true, value: Number.isSafeInteger(plain) ? plain : String(value) };
}
