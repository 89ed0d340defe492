import type { RunFeed } from '../../api/runFeed';
import { MetricChart } from '../../components/chart/MetricChart';
import { useSeries } from '../../hooks/useSeries';
import type { ChartMark } from '../../lib/chartMarks';
import type { Axis } from '../../lib/runSearch';
import styles from './Charts.module.css';

interface Props {
  feed: RunFeed;
  metric: string;
  range: { from?: number; to?: number };
  ended: boolean;
  axis: Axis;
  smoothing: number;
  color: string;
  syncKey: string;
  marks: readonly ChartMark[];
  logarithmic: boolean;
  before?: string;
  onLogarithmic?: (on: boolean) => void;
  onZoom: (range: { from: number; to: number }) => void;
  onReset: () => void;
}

const smallPoints = 300;
const titles: Record<string, { title: string }> = {
  length: { title: 'Length' },
};

export function SmallChart({ feed, metric, range, ended, onLogarithmic, ...chart }: Props) {
  const series = useSeries(feed, { metric, limit: smallPoints, from: range.from, to: range.to, ended });
  const { title } = titles[metric] ?? { title: metric.replaceAll('_', ' ') };
  return (
    <MetricChart
      {...chart}
      small
      title={title}
      series={series}
      testId={`chart-${metric}`}
      aside={
        onLogarithmic && (
          <button
            type="button"
            className={styles.log}
            aria-pressed={chart.logarithmic}
            title="Logarithmic axis"
            onClick={() => onLogarithmic(!chart.logarithmic)}
          >
            log
          </button>
        )
      }
    />
  );
}
