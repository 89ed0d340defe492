import type { SystemInfo } from '../../api/types';
import { RelativeTime } from '../../components/RelativeTime';
import { bytes, count, plural } from '../../lib/format';
import styles from './SystemPage.module.css';

export function DaemonFacts({ system }: { system: SystemInfo }) {
  const used = 1 - system.disk.free_bytes / Math.max(1, system.disk.total_bytes);
  return (
    <dl className={styles.facts}>
      <div>
        <dt>Daemon</dt>
        <dd>{system.version}</dd>
        <dd className="dim">process {system.pid}</dd>
        <dd className="dim">started <RelativeTime us={system.started_us} /></dd>
      </div>
      <div>
        <dt>Workers</dt>
        <dd>{count(system.workers.running)} running</dd>
        <dd className="dim">{count(system.workers.connected)} connected</dd>
        <dd className="dim">{count(system.cpu_count)} processors</dd>
        <dd className={system.refused_sessions > 0 ? styles.warn : 'dim'} title="Sessions of workers that this daemon did not accept">
          {plural(system.refused_sessions, 'session')} refused
        </dd>
      </div>
      <div>
        <dt>Disk</dt>
        <dd>{bytes(system.disk.free_bytes)} free</dd>
        <dd>
          <span className={styles.disk} role="meter" aria-label="Disk in use" aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(used * 100)}>
            <span style={{ width: `${used * 100}%` }} data-full={used > 0.95 || undefined} />
          </span>
          <span className="dim">of {bytes(system.disk.total_bytes)}</span>
        </dd>
      </div>
      <div className={styles.wide}>
        <dt>Console and API, workers</dt>
        <dd><code>{system.http_address}</code></dd>
        <dd><code>{system.grpc_address}</code></dd>
      </div>
      <div className={styles.wide}>
        <dt>Data on {system.host}</dt>
        <dd><code title={system.data_dir}>{system.data_dir}</code></dd>
      </div>
    </dl>
  );
}
