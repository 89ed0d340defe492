import type { Pipeline } from '../../api/types';
import { useNow } from '../../hooks/useNow';
import { absolute, ago, count, milliseconds } from '../../lib/format';
import { ConditionMark } from '../health/ConditionMark';
import styles from './SubscriberTable.module.css';

const names: Record<string, string> = {
  durable_path: 'durable path', fast_lane: 'fast lane', slow_lane: 'slow lane', run_bus: 'RunBus', live: 'live views',
};

/** Frames that nobody looks at are skipped: counted, but no reason to worry. */
const lossy = 'fast_lane';

/** The newest heartbeat of each of the daemon's components: how far it is, and whether it still moves. */
export function HeartbeatTable({ pipeline }: { pipeline: Pipeline }) {
  const now = useNow();
  return (
    <table className={styles.table} aria-label="Heartbeats of the components">
      <thead>
        <tr>
          <th>Component</th>
          <th>Moves</th>
          <th className={styles.number}>Last seq</th>
          <th className={styles.number}>Total</th>
          <th className={styles.number}>Dropped</th>
          <th className={styles.number}>Lag</th>
          <th className={styles.number}>Heartbeat</th>
        </tr>
      </thead>
      <tbody>
        {pipeline.heartbeats.length === 0 && (
          <tr><td colSpan={7} className="dim">None yet: the first comes within one heartbeat interval.</td></tr>
        )}
        {pipeline.heartbeats.map((beat) => (
          <tr key={beat.component}>
            <td>{names[beat.component] ?? beat.component}</td>
            <td>
              <span className={styles.condition} data-stalled={beat.stalled || undefined}>
                <ConditionMark condition={beat.stalled ? 'stalled' : 'fine'} />
                {beat.stalled ? 'stalled' : 'fine'}
              </span>
            </td>
            <td className={styles.number}>{count(beat.last_seq)}</td>
            <td className={styles.number}>{count(beat.total)}</td>
            <td className={`${styles.number} ${beat.dropped > 0 && beat.component !== lossy ? styles.dropped : ''}`}>{count(beat.dropped)}</td>
            <td className={styles.number}>{milliseconds(beat.lag_ms)}</td>
            <td className={`${styles.number} dim`} title={absolute(beat.time_us)}>{ago(beat.time_us, now)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
