import { Switch } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { SettingOrigin } from '../../api/settingTypes';
import type { Run } from '../../api/types';
import { OriginBadge } from '../../components/settings/OriginBadge';
import { useSettings } from '../../hooks/useSettings';
import { count } from '../../lib/format';
import { compareSettings, type ComparedSetting } from '../../lib/settingsUsed';
import { shown } from '../../lib/settingsView';
import styles from './RunTabs.module.css';

/** The settings the run was submitted under beside those in force now; what differs stands out. */
export function SettingsUsedTable({ run }: { run: Run }) {
  const present = useSettings().data?.settings;
  const [only, setOnly] = useState(false);
  const rows = useMemo(() => compareSettings(run.settings, present), [run.settings, present]);
  const different = rows.filter((row) => row.differs);
  return (
    <section>
      <h3 className={styles.heading}>
        Settings of the run
        <span className="dim" data-testid="settings-differ">
          {present && (different.length === 0 ? 'The same as now' : `${count(different.length)} of ${count(rows.length)} differ from now`)}
        </span>
        {different.length > 0 && <Switch size="xs" label="Only these" checked={only} onChange={(event) => setOnly(event.currentTarget.checked)} />}
      </h3>
      <table className={styles.table} data-testid="settings-used">
        <thead>
          <tr><th>Setting</th><th>In this run</th><th>Origin</th><th>Now</th></tr>
        </thead>
        <tbody>
          {(only && different.length > 0 ? different : rows).map((row) => <UsedRow key={row.key} row={row} />)}
        </tbody>
      </table>
    </section>
  );
}

function UsedRow({ row }: { row: ComparedSetting }) {
  return (
    <tr data-differs={row.differs || undefined}>
      <td><Link className={styles.plain} to="/settings" search={{ key: row.key }} title="Explain its present value"><code>{row.key}</code></Link></td>
      <td>{shown(row.value)}</td>
      <td><OriginBadge origin={row.origin as SettingOrigin} /></td>
      <td>
        {row.now === undefined ? '' : row.now === null ? 'no longer a setting'
          : row.differs ? <strong>{shown(row.now)}</strong> : <span className="dim">the same</span>}
      </td>
    </tr>
  );
}
