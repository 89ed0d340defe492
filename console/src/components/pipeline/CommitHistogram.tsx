import type { Pipeline } from '../../api/types';
import { commitBars, placeOf } from '../../lib/commitHistogram';
import { count, milliseconds, plural } from '../../lib/format';
import styles from './CommitHistogram.module.css';

const width = 320;
const height = 84;

function bound(ms: number): string {
  return ms === 0 ? '0' : Number.isFinite(ms) ? milliseconds(ms) : 'more';
}

/** How long the transactions took, fsync included: one bar a bucket, and lines at the median and the 99th percentile. */
export function CommitHistogram({ durable }: { durable: Pipeline['durable'] }) {
  const bars = durable.commit_duration ? commitBars(durable.commit_duration) : [];
  const most = Math.max(1, ...bars.map((bar) => bar.count));
  const step = width / Math.max(1, bars.length);
  const p50 = placeOf(durable.p50_commit_ms, bars);
  const p99 = placeOf(durable.p99_commit_ms, bars);
  return (
    <figure className={styles.histogram} data-testid="commit-histogram">
      <figcaption>
        <strong>Commit time</strong>
        <span><span className={styles.median} aria-hidden="true" /> p50 {milliseconds(durable.p50_commit_ms)}</span>
        <span><span className={styles.tail} aria-hidden="true" /> p99 {milliseconds(durable.p99_commit_ms)}</span>
        <span className={styles.last}>last {milliseconds(durable.last_commit_ms)}, {plural(durable.commits, 'commit')}</span>
      </figcaption>
      {bars.length === 0 ? (
        <div className={styles.empty}>{durable.commits > 0 ? 'This daemon does not say how they are spread.' : 'Begins with the first commit.'}</div>
      ) : (
        <>
          <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={`Commit times: ${bars.map((bar) => `${count(bar.count)} up to ${bound(bar.upToMs)}`).join(', ')}`}>
            {bars.map((bar, i) => {
              // Square root: a tail of three in a thousand is still seen.
              const size = bar.count === 0 ? 0 : Math.max(2, Math.sqrt(bar.count / most) * (height - 4));
              return (
                <rect key={bar.upToMs} x={i * step + 1} y={height - size} width={Math.max(1, step - 2)} height={size} className={styles.bar}>
                  <title>{`${plural(bar.count, 'commit')} of ${bound(bar.aboveMs)} to ${bound(bar.upToMs)}`}</title>
                </rect>
              );
            })}
            <path d={`M0 ${height - 0.5}h${width}`} className={styles.ground} />
            {p50 !== null && <path d={`M${p50 * width} 0v${height}`} className={styles.p50} />}
            {p99 !== null && <path d={`M${p99 * width} 0v${height}`} className={styles.p99} />}
          </svg>
          <div className={styles.scale} aria-hidden="true">
            <span>{bound(bars[0]!.aboveMs)}</span>
            <span className="dim">height: square root of the number</span>
            <span>{bound(bars.at(-1)!.upToMs)}</span>
          </div>
        </>
      )}
    </figure>
  );
}
