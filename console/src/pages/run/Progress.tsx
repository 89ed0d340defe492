import type { Run, RunFigures } from '../../api/types';
import { useNow } from '../../hooks/useNow';
import { count, estimate, plural, runTime } from '../../lib/format';
import { elapsedSeconds, isLive, progressOf, remainingSeconds, statusOf } from '../../lib/status';
import styles from './RunHeader.module.css';

/** How far, how long, how much longer. */
export function Progress({ run, figures }: { run: Run; figures: RunFigures | null }) {
  const now = useNow();
  // Of a run that records nothing nobody counts how far it is.
  const unrecorded = isLive(run) && run.telemetry_mode === 'fast-lane-only';
  const progress = unrecorded ? null : progressOf(run);
  const elapsed = elapsedSeconds(run, now);
  const remaining = run.status === 'EXEC' ? remainingSeconds(run, figures) : null;
  const target = run.target_episodes
    ? `of ${count(run.target_episodes)} episodes`
    : run.target_steps
      ? `of ${count(run.target_steps)} steps`
      : run.episodes === 1 ? 'episode' : 'episodes';
  const done = !run.target_episodes && run.target_steps ? run.steps : run.episodes;
  return (
    <div className={styles.progress}>
      <div className={styles.figures}>
        <span><strong>{count(done)}</strong> {target}{unrecorded && ' recorded'}</span>
        {progress !== null && <span>{(progress * 100).toFixed(progress < 1 ? 1 : 0)} %</span>}
        {progress === null && isLive(run) && !unrecorded && <span className="dim">no limit, runs until stopped</span>}
        <span className={styles.end}>
          {elapsed !== null && `${runTime(elapsed, run.ended_us !== null)} ${isLive(run) ? 'elapsed' : 'in all'}`}
          {remaining !== null && `, about ${estimate(remaining)} left`}
        </span>
      </div>
      <div
        className={styles.bar}
        data-status={statusOf(run)}
        role="progressbar"
        aria-label={`${plural(run.episodes, 'episode')} ${target}`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={progress === null ? undefined : Math.round(progress * 100)}
      >
        <span style={{ width: `${(progress ?? 0) * 100}%` }} />
      </div>
    </div>
  );
}
