import { Button, Select } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
import { api } from '../../api/client';
import type { Run } from '../../api/types';
import { Plot } from '../../components/chart/Plot';
import { count, measure, plural } from '../../lib/format';
import type { RunSearch } from '../../lib/runSearch';
import { isLive } from '../../lib/status';
import { stepChart, stepsBetween, streamKey, streamOf, valuesOf } from '../../lib/stepSeries';
import { NotRecorded } from './NotRecorded';
import steps from './StepsTab.module.css';
import styles from './RunTabs.module.css';

interface Props {
  run: Run;
  search: RunSearch;
  onChange: (part: Partial<RunSearch>, replace?: boolean) => void;
}

const points = 800;
const refreshMs = 1000;

/** Any number of the recorded steps of one stream: mean and range of each stretch, down to single steps. */
export function StepsTab({ run, search, onChange }: Props) {
  const stream = streamOf(run.streams, search.stream);
  const value = search.value ?? 'reward';
  const readout = useRef<HTMLSpanElement>(null);
  const zoomed = search.first !== undefined;
  const wanted = stream && { value, agent_id: stream.agent_id, slot: stream.slot, points, from_seq: search.first, to_seq: search.last };
  const series = useQuery({
    queryKey: ['step-series', run.run_id, wanted],
    queryFn: ({ signal }) => api.stepSeries(run.run_id, wanted!, signal),
    enabled: wanted !== undefined && stream!.last_seq > 0,
    placeholderData: keepPreviousData,
    refetchInterval: isLive(run) && !zoomed ? refreshMs : false,
  });
  const sample = useQuery({
    queryKey: ['sample-step', run.run_id, stream?.agent_id, stream?.slot],
    queryFn: ({ signal }) => api.steps(run.run_id, { agent_id: stream!.agent_id, slot: stream!.slot, from_seq: 1, limit: 1 }, signal),
    enabled: stream !== undefined && stream.last_seq > 0,
    staleTime: Infinity,
  });
  const held = series.data?.points ?? [];
  const data = useMemo(() => stepChart(series.data?.points ?? []), [series.data]);
  const values = useMemo(() => [...new Set([...valuesOf(sample.data?.steps[0]), value])], [sample.data, value]);

  const onCursor = (index: number | null) => {
    if (!readout.current) return;
    const point = index === null ? undefined : held[index];
    readout.current.textContent = !point
      ? ''
      : point.first_seq === point.last_seq
        ? `step ${count(point.last_seq)}: ${measure(point.mean)}`
        : `steps ${count(point.first_seq)} to ${count(point.last_seq)}: mean ${measure(point.mean)} (${measure(point.min)} to ${measure(point.max)})`;
  };
  const zoom = (low: number, high: number) => {
    const range = stepsBetween(held, low, high);
    if (range) onChange(range);
  };
  const showAll = () => (zoomed ? onChange({ first: undefined, last: undefined }) : undefined);
  if (!stream || stream.last_seq === 0) {
    return (
      <div className={styles.pad}>
        {run.telemetry_mode === 'fast-lane-only' ? <NotRecorded live={isLive(run)} /> : <span className="dim">No step of this run is on disk yet.</span>}
      </div>
    );
  }
  return (
    <div className={styles.fill} data-testid="steps-tab">
      <div className={styles.bar}>
        {run.streams.length > 1 && (
          <Select
            size="xs"
            w={170}
            aria-label="Stream"
            allowDeselect={false}
            data={run.streams.map((each) => ({ value: streamKey(each), label: `${each.agent_id}, slot ${each.slot}` }))}
            value={streamKey(stream)}
            onChange={(key) => onChange({ stream: key ?? undefined, first: undefined, last: undefined })}
          />
        )}
        <Select size="xs" w={160} aria-label="Value of a step" searchable={values.length > 12} allowDeselect={false} data={values} value={value} onChange={(name) => onChange({ value: name === 'reward' ? undefined : (name ?? undefined) })} />
        <span className="dim nowrap" data-testid="step-points">
          {series.data ? `${plural(series.data.shown, 'point')} for ${plural(series.data.total, 'step')}` : series.isPending ? 'Reading …' : ''}
        </span>
        {zoomed ? (
          <>
            <span className="nowrap">Steps {count(search.first)} to {count(search.last)}</span>
            <Button size="compact-xs" variant="default" flex="none" onClick={showAll}>Show all</Button>
          </>
        ) : (
          <span className={`dim ellipsis ${steps.tip}`}>Drag zooms down to single steps, double-click shows all</span>
        )}
        <span ref={readout} className={steps.readout} aria-hidden="true" />
      </div>
      {series.error ? (
        <p className={steps.empty}>{series.error.message}</p>
      ) : held.length === 0 ? (
        <p className={steps.empty}>{series.isPending ? 'Reading …' : `None of these steps has a finite ${value}.`}</p>
      ) : (
        <Plot
          data={data}
          axis="steps"
          color="series-1"
          logarithmic={false}
          smoothing={0}
          fromZero={false}
          syncKey={`steps-${run.run_id}`}
          label={`${value} of ${plural(series.data?.total ?? 0, 'step')} of ${stream.agent_id}, slot ${stream.slot}; newest value ${measure(held.at(-1)?.last)}`}
          onCursor={onCursor}
          onZoom={zoom}
          onReset={showAll}
        />
      )}
    </div>
  );
}
