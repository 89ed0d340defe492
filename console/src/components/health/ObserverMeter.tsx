import { Tooltip } from '@mantine/core';
import type { Observer } from '../../api/types';
import { microseconds, share } from '../../lib/format';
import styles from './ObserverMeter.module.css';

/** What being watched costs the run: µs per step on each lane, and both as a share of its time. */
export function ObserverMeter({ observer }: { observer: Observer }) {
  const { slow_lane_us_per_step: slow, fast_lane_us_per_step: fast } = observer;
  const whole = Math.max(slow + fast, Number.MIN_VALUE);
  const percent = Math.min(1, Math.max(0, observer.share)) * 100;
  const text = `${share(observer.share)} of the run's time, pauses left out: slow lane ${microseconds(slow)}, fast lane ${microseconds(fast)} per step`;
  return (
    <Tooltip label={`Telemetry takes ${text}. Slow lane: building batches and waiting for room; fast lane: drawing and publishing frames. A run that waits for its pace spends that time as its own.`} multiline maw={320} withArrow events={{ hover: true, focus: true, touch: true }}>
      <div className={styles.meter} tabIndex={0} data-testid="observer-meter">
        <span className={styles.name}>Telemetry</span>
        <span
          className={styles.bar}
          role="meter"
          aria-label="Observer effect"
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Number(percent.toFixed(2))}
          aria-valuetext={text}
        >
          <span className={styles.slow} style={{ width: `${(percent * slow) / whole}%` }} />
          <span className={styles.fast} style={{ width: `${(percent * fast) / whole}%` }} />
        </span>
        <strong>{share(observer.share)}</strong>
        <span className={styles.lane}><span className={styles.slowKey} aria-hidden="true" />slow {microseconds(slow)}</span>
        <span className={styles.lane}><span className={styles.fastKey} aria-hidden="true" />fast {microseconds(fast)}</span>
        <span className={styles.name}>per step</span>
      </div>
    </Tooltip>
  );
}
