/** How far a viewer has come in a run: the row counters of the last episode and the last log line it holds. */
export interface Counters {
  episode: number;
  log: number;
}

export interface Accepted<T> {
  /** The rows that are new, oldest first. */
  fresh: T[];
  /** Rows between the last one held and the first fresh one that were not sent. */
  skipped: number;
  /** The counter went back: everything held is of another life of the run. */
  restarted: boolean;
}

/**
 * What of a message is new to a viewer that holds rows up to `held`: `rows` are the newest rows, ending with row number `last`.
 * Nothing is taken twice and no gap goes unnoticed, whatever the daemon sent again after a reconnect.
 */
export function accept<T>(held: number, rows: T[], last: number): Accepted<T> {
  const restarted = last < held;
  const from = restarted ? 0 : held;
  const unseen = last - from;
  const fresh = unseen >= rows.length ? rows : rows.slice(rows.length - unseen);
  return { fresh, skipped: unseen - fresh.length, restarted };
}
