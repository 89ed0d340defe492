import type { LogId, LogLine } from '../api/types';
import { severities } from './runSearch';

export interface LogFilter {
  /** The least severity wanted. */
  severity?: (typeof severities)[number];
  component?: string;
  agent?: string;
  id?: string;
  /** Every word of it is in the line, in any case. */
  text?: string;
}

export function passes(line: LogLine, filter: LogFilter): boolean {
  if (filter.component && line.component !== filter.component) return false;
  if (filter.agent && line.agent_id !== filter.agent) return false;
  if (filter.id && line.id !== filter.id) return false;
  if (filter.text) {
    const held = `${line.message} ${line.id} ${line.component}`.toLowerCase();
    if (!filter.text.toLowerCase().split(/\s+/).every((word) => held.includes(word))) return false;
  }
  return !filter.severity || severities.indexOf(line.severity) >= severities.indexOf(filter.severity);
}

/** Filters that the daemon does not know: they hold for the lines that were read. */
export function isNarrowedHere(filter: LogFilter): boolean {
  return filter.id !== undefined || filter.text !== undefined;
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

/** Who says it, about what, and how grave it is. */
export function meaningOf({ component, sub_component, scope, severity }: LogId): string {
  return `${component}, ${sub_component.replaceAll('_', ' ')}; about a ${scope}; ${severity}`;
}
