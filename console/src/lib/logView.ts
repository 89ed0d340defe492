import type { LogLine } from '../api/types';
import { severities } from './runSearch';

export interface LogFilter {
  /** The least severity wanted. */
  severity?: (typeof severities)[number];
  component?: string;
}

export function passes(line: LogLine, filter: LogFilter): boolean {
  if (filter.component && line.component !== filter.component) return false;
  return !filter.severity || severities.indexOf(line.severity) >= severities.indexOf(filter.severity);
}

/** Stored pages (newest first) and the live tail (oldest first) as one list, oldest first, no line twice. */
export function joinLog(stored: readonly LogLine[], live: readonly LogLine[], filter: LogFilter): LogLine[] {
  const lines = stored.filter((line) => passes(line, filter)).reverse();
  const newest = stored[0]?.seq ?? -Infinity;
  for (const line of live) {
    if (line.seq > newest && passes(line, filter)) lines.push(line);
  }
  return lines;
}
