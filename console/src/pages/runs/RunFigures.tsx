import type { RunRow } from '../../api/types';
import { RelativeTime } from '../../components/RelativeTime';
import { Sparkline } from '../../components/Sparkline';
import { bytes, count, measure, rate, short } from '../../lib/format';
import { RunDuration } from './RunDuration';
import styles from './RunsTable.module.css';

/** The cells of a row after its name. */
export function RunFigures({ run, progress }: { run: RunRow; progress: number | null }) {
  return (
    <>
      <div role="gridcell" className="ellipsis" title={run.env_id}>{run.env_id}</div>
      <div role="gridcell" className="ellipsis" title={run.algorithm}>{run.algorithm}</div>
      <div role="gridcell" className={`${styles.numeric} ${styles.seed}`} title={run.seed === null ? undefined : `Seed ${run.seed}`}>{run.seed ?? '–'}</div>
      <div role="gridcell" className={styles.numeric}>
        <span title={count(run.episodes)}>{progress === null ? count(run.episodes) : short(run.episodes)}</span>
        {run.target_episodes !== null && progress !== null && <span className="dim"> / {short(run.target_episodes)}</span>}
        {progress !== null && (
          <span className={styles.progress} role="progressbar" aria-label="Progress" aria-valuenow={Math.round(progress * 100)} aria-valuemin={0} aria-valuemax={100}>
            <span style={{ width: `${progress * 100}%` }} />
          </span>
        )}
      </div>
      <div role="gridcell" className={styles.numeric} title={count(run.steps)}>{short(run.steps)}</div>
      <div role="gridcell" className={styles.numeric}>{rate(run.steps_per_second)}</div>
      <div role="gridcell" className={`${styles.numeric} ${styles.return}`}>
        <Sparkline values={run.sparkline} />
        <span>{measure(run.mean_return_100)}</span>
      </div>
      <div role="gridcell" className={`${styles.numeric} dim`}><RelativeTime us={run.started_us ?? run.created_us} /></div>
      <div role="gridcell" className={`${styles.numeric} dim`}><RunDuration run={run} /></div>
      <div role="gridcell" className={`${styles.numeric} dim`}>{bytes(run.disk_bytes)}</div>
    </>
  );
}
