import type { Status } from '../lib/status';
import styles from './StatusBadge.module.css';

/** One shape per state, so that colour is never alone. */
const shapes: Record<Status, React.ReactNode> = {
  running: <path d="M3 1.5v9l7.5-4.5z" fill="currentColor" />,
  paused: <path d="M2.5 1.5h2.6v9H2.5zM6.9 1.5h2.6v9H6.9z" fill="currentColor" />,
  waiting: <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="1.6" strokeDasharray="3 2" />,
  succeeded: <path d="M1.8 6.4l2.8 2.9 5.6-6.4" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />,
  cancelled: <path d="M2.2 2.2h7.6v7.6H2.2z" fill="currentColor" />,
  failed: <path d="M2.4 2.4l7.2 7.2M9.6 2.4L2.4 9.6" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" />,
  damaged: <path d="M6 1.2l5.2 9.4H.8zM6 4.6v2.6M6 8.6v.6" fill="none" stroke="currentColor" strokeWidth="1.3" strokeLinejoin="round" />,
};

export function StatusBadge({ status, quiet = false }: { status: Status; quiet?: boolean }) {
  return (
    <span className={styles.badge} style={{ color: `var(--${status === 'damaged' ? 'failed' : status})` }} data-testid={quiet ? undefined : 'status'} data-status={status}>
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
        {shapes[status]}
      </svg>
      {status}
    </span>
  );
}
