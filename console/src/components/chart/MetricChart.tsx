import { useMemo, useRef, type ReactNode } from 'react';
import type { SeriesSnapshot } from '../../api/seriesFeed';
import { chartData, episodesBetween } from '../../lib/chartData';
import type { ChartMark } from '../../lib/chartMarks';
import { clock, count, measure, short } from '../../lib/format';
import type { Axis } from '../../lib/runSearch';
import { Plot } from './Plot';
import styles from './MetricChart.module.css';

interface Props {
  title: string;
  series: SeriesSnapshot;
  axis: Axis;
  smoothing: number;
  logarithmic?: boolean;
  color: string;
  syncKey: string;
  /** Moments of the run to mark. */
  marks?: readonly ChartMark[];
  onZoom: (range: { from: number; to: number }) => void;
  onReset: () => void;
  testId?: string;
  /** What to say when there are episodes and yet nothing to draw. */
  empty?: string;
  /** What to say while there is no episode. */
  before?: string;
  aside?: ReactNode;
  /** Room for few words: the figures of the caption are short, the cursor's go below it. */
  small?: boolean;
  /** The vertical axis starts at zero. */
  fromZero?: boolean;
}

/** One metric over the run: raw line and band behind, smoothed line before, and how many points stand for how many. */
export function MetricChart(props: Props) {
  const { title, series, axis, smoothing, logarithmic = false, color, syncKey, testId } = props;
  const { points, total } = series;
  const data = useMemo(() => chartData(points, axis, smoothing, logarithmic), [points, axis, smoothing, logarithmic]);
  const readout = useRef<HTMLSpanElement>(null);

  const onCursor = (index: number | null) => {
    if (!readout.current) return;
    const point = index === null ? undefined : points[index];
    readout.current.textContent = point === undefined ? '' : describe(index!);
  };
  const describe = (index: number) => {
    const point = points[index]!;
    const place =
      axis === 'steps' ? `step ${count(point.steps)}` : axis === 'time' ? clock(point.end_us ?? 0) : `episode ${count(point.x)}`;
    const band = point.max > point.min ? ` (${measure(point.min)} to ${measure(point.max)})` : '';
    const average = smoothing > 0 ? `, smooth ${measure(data.smoothed[index])}` : '';
    return `${place}: ${measure(point.mean)}${band}${average}`;
  };
  const zoom = (low: number, high: number) => {
    const range = episodesBetween(points, data.x, low, high);
    if (range && range.to > range.from) props.onZoom(range);
  };
  const newest = points.at(-1);

  return (
    <figure className={styles.chart} data-small={props.small || undefined} data-testid={testId}>
      <figcaption className={styles.caption}>
        <span className={styles.title} title={title}>
          <svg width="10" height="8" aria-hidden="true"><path d="M0 4h10" stroke={`var(--${color})`} strokeWidth="2.5" /></svg>
          {title}
        </span>
        <span ref={readout} className={styles.readout} aria-hidden="true" />
        {props.aside}
        <span className={styles.points} data-testid={testId && `${testId}-points`} title="Points drawn, of the episodes they stand for">
          {`${count(points.length)} of ${props.small ? short(total) : count(total)} points`}
        </span>
      </figcaption>
      {points.length > 0 ? (
        <Plot
          data={data}
          axis={axis}
          color={color}
          logarithmic={logarithmic}
          smoothing={smoothing}
          fromZero={props.fromZero ?? false}
          syncKey={syncKey}
          label={`${title}: ${count(total)} episodes, newest value ${measure(newest?.last)}`}
          marks={props.marks}
          onCursor={onCursor}
          onZoom={zoom}
          onReset={props.onReset}
        />
      ) : (
        <div className={styles.empty}>
          {series.error ?? (!series.loaded ? 'Loading …' : total > 0 && props.empty ? props.empty : (props.before ?? 'Begins with the first finished episode.'))}
        </div>
      )}
    </figure>
  );
}
