const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const minus = '\u2212';
const none = '–';

export function count(value: number | null | undefined): string {
  return value === null || value === undefined || !Number.isFinite(value) ? none : whole.format(value).replace('-', minus);
}

/** 1234567 → 1.23M: four significant places at most, for places with little room. */
export function short(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return none;
  const size = Math.abs(value);
  const text =
    size >= 1e9 ? `${(value / 1e9).toFixed(2)}G` : size >= 1e6 ? `${(value / 1e6).toFixed(2)}M`
    : size >= 1e5 ? `${(value / 1e3).toFixed(0)}k` : size >= 1e4 ? `${(value / 1e3).toFixed(1)}k` : whole.format(value);
  return text.replaceAll('-', minus);
}

/** A rate per second; small ones keep a decimal. */
export function rate(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return none;
  return value !== 0 && Math.abs(value) < 10 ? value.toFixed(1) : short(value);
}

/** A measured value: as many decimals as its size deserves. */
export function measure(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return none;
  const size = Math.abs(value);
  const text =
    value === 0 ? '0' : size >= 1000 ? whole.format(value) : size >= 100 ? value.toFixed(1) : size >= 10 ? value.toFixed(2)
    : size >= 0.001 ? value.toFixed(3) : value.toExponential(2);
  return text.replaceAll('-', minus);
}

export function bytes(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return none;
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let size = value;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? whole.format(size) : size.toFixed(size < 10 ? 1 : 0)} ${units[unit]}`;
}

export function milliseconds(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return none;
  if (value < 9.95) return `${value.toFixed(1)} ms`;
  if (value < 999.5) return `${value.toFixed(0)} ms`;
  return value < 9950 ? `${(value / 1000).toFixed(1)} s` : duration(Math.round(value / 1000));
}

/** A time per step: nanoseconds matter below one microsecond. */
export function microseconds(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return none;
  return value >= 1000 ? milliseconds(value / 1000) : `${value === 0 ? '0' : value.toFixed(value < 1 ? 3 : value < 100 ? 2 : 0)} µs`;
}

/** A part of a whole, 0 to 1, as per cent. */
export function share(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return none;
  const percent = value * 100;
  return percent > 0 && percent < 0.1 ? '< 0.1 %' : `${percent.toFixed(percent < 10 ? 1 : 0)} %`;
}

export function duration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return none;
  const total = Math.max(0, Math.floor(seconds));
  const d = Math.floor(total / 86400);
  const h = Math.floor((total % 86400) / 3600);
  const m = Math.floor((total % 3600) / 60);
  const s = total % 60;
  const two = (n: number) => String(n).padStart(2, '0');
  if (d > 0) return `${d} d ${two(h)} h`;
  if (h > 0) return `${h} h ${two(m)} min`;
  if (m > 0) return `${m} min ${two(s)} s`;
  return `${s} s`;
}

/** How long a run has taken so far, or took in all: then also what is below a second. */
export function runTime(seconds: number | null | undefined, ended: boolean): string {
  return ended && seconds !== null && seconds !== undefined && seconds < 1 ? milliseconds(seconds * 1000) : duration(seconds);
}

/** Time to come, as exact as an estimate deserves. */
export function estimate(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${(seconds / 3600).toFixed(1)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}

/** "just now", "4 min ago": `us` and `nowMs` since the Unix epoch. */
export function ago(us: number | null | undefined, nowMs: number): string {
  if (us === null || us === undefined) return none;
  const seconds = (nowMs - us / 1000) / 1000;
  if (seconds < 5) return 'just now';
  if (seconds < 60) return `${Math.floor(seconds)} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ago`;
  const days = Math.floor(seconds / 86400);
  return days === 1 ? 'yesterday' : days < 60 ? `${days} days ago` : absolute(us).slice(0, 10);
}

/** 2025-03-01 14:05:09, local time. */
export function absolute(us: number | null | undefined): string {
  if (us === null || us === undefined) return none;
  const at = new Date(us / 1000);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${clock(us)}`;
}

/** 14:05:09, local time. */
export function clock(us: number, withMilliseconds = false): string {
  const at = new Date(us / 1000);
  const two = (n: number) => String(n).padStart(2, '0');
  const text = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  return withMilliseconds ? `${text}.${String(at.getMilliseconds()).padStart(3, '0')}` : text;
}

/** A generated id, both ends of it: runs of one hour begin alike. Names are left alone. */
export function idShort(id: string): string {
  return /^[0-9A-HJKMNP-TV-Z]{26}$/.test(id) ? `${id.slice(0, 4)}…${id.slice(-6)}` : id;
}

/** "1 episode", "2 episodes". */
export function plural(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}
