import { Link } from '@tanstack/react-router';
import type { Run } from '../../api/types';
import { ChangeArrow } from '../../components/settings/ChangeArrow';
import { RelativeTime } from '../../components/RelativeTime';
import { useRunSettingChanges } from '../../hooks/useRunSettingChanges';
import { count } from '../../lib/format';
import { viaWords } from '../../lib/settingsView';
import { isLive } from '../../lib/status';
import styles from './RunTabs.module.css';

/** Settings that changed while the run was live; the charts mark those that took effect. */
export function SettingChangesTable({ run }: { run: Run }) {
  const changes = useRunSettingChanges(run.run_id, isLive(run));
  if (changes.length === 0) return null;
  return (
    <section>
      <h3 className={styles.heading}>Changed while it ran</h3>
      <table className={styles.table} data-testid="run-setting-changes">
        <thead>
          <tr>
            <th>When</th><th className={styles.number}>Episode</th><th className={styles.number}>Step</th><th>Setting</th><th>Change</th><th>Who</th><th>Takes effect</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={`${change.time_us}/${change.key}`}>
              <td><RelativeTime us={change.time_us} /></td>
              <td className={styles.number}>{count(change.episodes)}</td>
              <td className={styles.number}>{count(change.steps)}</td>
              <td><Link to="/settings" search={{ key: change.key }}><code>{change.key}</code></Link></td>
              <td><ChangeArrow change={change} /></td>
              <td>{change.who}, {viaWords[change.via] ?? change.via}</td>
              <td>{change.pending ? 'with the next start' : 'at once'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
