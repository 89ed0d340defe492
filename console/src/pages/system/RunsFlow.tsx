import { Link } from '@tanstack/react-router';
import type { Pipeline, RunRow } from '../../api/types';
import { ConditionMark } from '../../components/health/ConditionMark';
import { StatusBadge } from '../../components/StatusBadge';
import { factsOf } from '../../lib/health';
import { bytes, count, milliseconds, rate, short } from '../../lib/format';
import { statusOf } from '../../lib/status';
import styles from './RunsFlow.module.css';

interface Props {
  runs: readonly Pipeline[];
  rows: readonly RunRow[];
  shown: string | undefined;
}

const headings: [label: string, help: string][] = [
  ['Steps/s', 'Steps received per second'],
  ['Received', 'Steps received'],
  ['Committed', 'Steps on disk'],
  ['Depth', 'Events that wait for the durable path'],
  ['Lag', 'Events that the slowest subscriber is behind'],
  ['Dropped', 'Events that dropping subscribers lost'],
  ['p50', 'Half of the commits took at most this long'],
  ['p99', 'All but one in a hundred commits took at most this long'],
  ['Written', 'Bytes written'],
  ['Credits', 'Steps that the worker may still send'],
  ['Twice', 'Steps that came again after a reconnect and were ignored'],
  ['Rejected', 'Messages that were rejected'],
  ['Viewers', 'Viewers of figures and frames'],
];

/** A row per live run with the figures of `palestra top`; a row chooses what is drawn below. */
export function RunsFlow({ runs, rows, shown }: Props) {
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label="Live runs">
      <table className={styles.table} data-testid="runs-flow">
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">State</th>
            <th scope="col"><abbr title="Worker, link, storage">Health</abbr></th>
            {headings.map(([label, help]) => <th key={label} scope="col" className={styles.number}><abbr title={help}>{label}</abbr></th>)}
          </tr>
        </thead>
        <tbody>
          {runs.map((pipeline) => (
            <FlowRow key={pipeline.run_id} pipeline={pipeline} row={rows.find((row) => row.run_id === pipeline.run_id)} current={pipeline.run_id === shown} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function FlowRow({ pipeline, row, current }: { pipeline: Pipeline; row: RunRow | undefined; current: boolean }) {
  const { durable, link, subscribers, worker, viewers } = pipeline;
  const dropped = subscribers.reduce((total, subscriber) => total + subscriber.dropped, 0);
  const lag = subscribers.reduce((most, subscriber) => Math.max(most, subscriber.lag), 0);
  const figures: [string, boolean?][] = [
    [rate(pipeline.steps_per_second)],
    [short(link.received_steps)],
    [short(durable.committed_steps)],
    [count(durable.queue_events)],
    [count(lag)],
    [count(dropped), dropped > 0],
    [milliseconds(durable.p50_commit_ms)],
    [milliseconds(durable.p99_commit_ms)],
    [bytes(durable.bytes_written)],
    [short(worker?.credits_available)],
    [short(link.duplicate_steps)],
    [count(link.rejected_messages), link.rejected_messages > 0],
    [count(viewers.live + viewers.frames)],
  ];
  return (
    <tr data-current={current || undefined}>
      <th scope="row">
        <Link to="/system" search={{ run: pipeline.run_id }} replace aria-current={current || undefined} title="Draw its lanes below">{row?.name ?? pipeline.run_id}</Link>
      </th>
      <td><StatusBadge quiet status={statusOf({ status: pipeline.state, outcome: row?.outcome ?? null, damaged: null })} /></td>
      <td>
        <span className={styles.health}>
          {factsOf(pipeline).map((fact) => <ConditionMark key={fact.name} condition={fact.condition} title={`${fact.label} ${fact.words}`} />)}
        </span>
      </td>
      {figures.map(([text, warn], i) => <td key={headings[i]![0]} className={styles.number} data-warn={warn || undefined}>{text}</td>)}
    </tr>
  );
}
