import type { Run } from '../../api/types';
import { Facts } from '../../components/Facts';
import { RelativeTime } from '../../components/RelativeTime';
import { textOf } from '../../lib/parameters';
import { SettingChangesTable } from './SettingChangesTable';
import { SettingsUsedTable } from './SettingsUsedTable';
import styles from './RunTabs.module.css';

/** What was in force when the run was submitted, where each value came from, and what changed while it was live. */
export function SettingsTab({ run }: { run: Run }) {
  const values = (given: Run['params']): [string, string][] => Object.entries(given ?? {}).map(([name, value]) => [name, textOf(value) === '' ? 'empty' : textOf(value)]);
  const args = values(run.env_args);
  const params = values(run.params);
  return (
    <div className={styles.pad}>
      <div className={styles.columns}>
        <div>
          <h3>Environment: {run.env_id}</h3>
          {args.length > 0 ? <Facts rows={args} /> : <span className="dim">No arguments: its defaults hold.</span>}
        </div>
        <div>
          <h3>Algorithm: {run.algorithm}</h3>
          {params.length > 0 ? <Facts rows={params} /> : <span className="dim">No parameters.</span>}
        </div>
        <div>
          <h3>Identity</h3>
          <Facts
            rows={[
              ['Submitted', <RelativeTime key="submitted" us={run.created_us} />],
              ['Host', run.host],
              ['Code', run.code_version],
              ['Digest', <code key="digest">{run.digest}</code>],
            ]}
          />
        </div>
      </div>
      <SettingChangesTable run={run} />
      {run.settings.length > 0 && <SettingsUsedTable run={run} />}
    </div>
  );
}
