import type { Pipeline } from '../../api/types';
import { count, rate } from '../../lib/format';
import type { PipelineRates } from '../../lib/rates';
import styles from './SubscriberTable.module.css';

export function SubscriberTable({ pipeline, rates }: { pipeline: Pipeline; rates: PipelineRates | undefined }) {
  return (
    <table className={styles.table} aria-label="Subscribers of the RunBus">
      <thead>
        <tr>
          <th>Subscriber</th>
          <th>When full</th>
          <th className={styles.number}>Capacity</th>
          <th className={styles.number}>Cursor</th>
          <th className={styles.number}>Events/s</th>
          <th className={styles.number}>Lag</th>
          <th className={styles.fill} aria-hidden="true" />
          <th className={styles.number}>Dropped</th>
          <th>Now</th>
        </tr>
      </thead>
      <tbody>
        {pipeline.subscribers.map((subscriber) => {
          const fill = Math.min(1, subscriber.lag / Math.max(1, subscriber.policy.capacity));
          return (
            <tr key={subscriber.name}>
              <td><code>{subscriber.name}</code></td>
              <td>{subscriber.policy.on_full === 'block' ? 'blocks, never drops' : 'drops the oldest'}</td>
              <td className={styles.number}>{count(subscriber.policy.capacity)}</td>
              <td className={styles.number}>{count(subscriber.cursor)}</td>
              <td className={styles.number}>{rate(rates?.subscribers[subscriber.name])}</td>
              <td className={styles.number}>{count(subscriber.lag)}</td>
              <td className={styles.fill} aria-hidden="true"><span><span style={{ width: `${fill * 100}%` }} /></span></td>
              <td className={`${styles.number} ${subscriber.dropped > 0 ? styles.dropped : ''}`}>{count(subscriber.dropped)}</td>
              <td className="dim">{subscriber.waiting ? 'waiting for events' : 'reading'}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
