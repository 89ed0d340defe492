import type { ReactNode } from 'react';
import type { Pipeline } from '../../api/types';
import { bytes, count, milliseconds, short } from '../../lib/format';
import { ObserverMeter } from '../health/ObserverMeter';
import styles from './FlowFigures.module.css';

/** What the drawing has no room for: every wait, retry and refusal of the run, also where it is zero. */
export function FlowFigures({ pipeline }: { pipeline: Pipeline }) {
  const { worker, bus, durable, credits, link, observer, viewers } = pipeline;
  const figures: [string, ReactNode, boolean?][] = [
    ['Credits left', <>{short(worker?.credits_available)} of {short(credits.window_steps)} steps</>],
    ['Credit grants', short(credits.grants)],
    ['Steps not acknowledged', short(worker?.unacknowledged_steps)],
    ['In the worker’s memory', bytes(worker?.outbox_bytes)],
    ['In its spool', bytes(worker?.spool_bytes), (worker?.spool_bytes ?? 0) > 0],
    ['Training waited', milliseconds(worker?.blocked_ms), (worker?.blocked_ms ?? 0) > 0],
    ['Publishers waited', `${count(bus.publisher_waits)} times`],
    ['Notes without room', count(bus.refused), bus.refused > 0],
    ['Writes tried again', count(durable.retries), durable.retries > 0],
    ['Events refused', count(durable.refused), durable.refused > 0],
    ['Messages rejected', count(link.rejected_messages), link.rejected_messages > 0],
    ['Conflated for viewers', short(viewers.conflated)],
  ];
  return (
    <div className={styles.figures}>
      <dl>
        {figures.map(([name, value, warn]) => (
          <div key={name} data-warn={warn || undefined}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {observer && <ObserverMeter observer={observer} />}
    </div>
  );
}
