import { useMemo } from 'react';
import type { CountedEpisode, RunFeed } from '../../api/runFeed';
import type { Run } from '../../api/types';
import { MetricChart } from '../../components/chart/MetricChart';
import { useRunSettingChanges } from '../../hooks/useRunSettingChanges';
import { useSeries } from '../../hooks/useSeries';
import { availableAxes } from '../../lib/chartData';
import { marksOf } from '../../lib/chartMarks';
import { defaultSmoothing, type RunSearch } from '../../lib/runSearch';
import { isLive } from '../../lib/status';
import { throughput } from '../../lib/throughput';
import { ChartsToolbar } from './ChartsToolbar';
import { SmallChart } from './SmallChart';
import styles from './Charts.module.css';

interface Props {
  run: Run;
  feed: RunFeed;
  newest: CountedEpisode | undefined;
  search: RunSearch;
  onChange: (part: Partial<RunSearch>, replace?: boolean) => void;
}

const mainPoints = 600;
const smallColors = ['series-2', 'series-4', 'series-5', 'series-6', 'series-1'];

export function Charts({ run, feed, newest, search, onChange }: Props) {
  const ended = !isLive(run);
  const smoothing = search.smooth ?? defaultSmoothing;
  const metrics = Object.keys(newest?.metrics ?? {}).join('\n');
  const small = useMemo(() => ['length', ...metrics.split('\n').filter((name) => name !== '')], [metrics]);
  const returns = useSeries(feed, { metric: 'return', limit: mainPoints, from: search.from, to: search.to, ended });
  const speed = useMemo(
    () => ({ ...returns, points: throughput(returns.points, run.started_us) }),
    [returns, run.started_us],
  );
  const axes = useMemo(() => availableAxes(returns.points), [returns.points]);
  const axis = search.x && (axes.includes(search.x) || returns.points.length === 0) ? search.x : 'episodes';
  const settingChanges = useRunSettingChanges(run.run_id, !ended);
  const marks = useMemo(() => marksOf(settingChanges, axis), [settingChanges, axis]);
  const shared = {
    axis,
    marks,
    smoothing,
    before: run.telemetry_mode === 'fast-lane-only' ? 'Fast lane only: episodes are not recorded.' : undefined,
    syncKey: `run-${run.run_id}`,
    onZoom: (range: { from: number; to: number }) => onChange(range),
    onReset: () => (search.from !== undefined ? onChange({ from: undefined, to: undefined }) : undefined),
  };
  return (
    <div className={styles.charts}>
      <ChartsToolbar axes={axes} axis={axis} smoothing={smoothing} search={search} onChange={onChange} />
      <MetricChart {...shared} title="Episode return" series={returns} color="series-1" testId="chart-return" />
      <div className={styles.small}>
        <MetricChart {...shared} title="Steps/s" series={speed} color="series-3" small fromZero empty="Too short a time to measure." testId="chart-steps_per_second" />
        {small.map((metric, i) => (
          <SmallChart
            key={metric}
            {...shared}
            feed={feed}
            metric={metric}
            range={search}
            ended={ended}
            color={smallColors[i % smallColors.length]!}
            logarithmic={metric === 'length' && search.log === true}
            onLogarithmic={metric === 'length' ? (on) => onChange({ log: on || undefined }, true) : undefined}
          />
        ))}
      </div>
    </div>
  );
}
