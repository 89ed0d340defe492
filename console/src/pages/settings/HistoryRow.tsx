import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { SettingChange } from '../../api/settingTypes';
import { ChangeArrow } from '../../components/settings/ChangeArrow';
import { Icon } from '../../components/Icon';
import { RelativeTime } from '../../components/RelativeTime';
import { count, idShort } from '../../lib/format';
import { viaWords } from '../../lib/settingsView';
import styles from './HistoryView.module.css';

interface Props {
  change: SettingChange;
  undoable: boolean;
  onKey: () => void;
  onUndo: () => void;
}

const linkedRuns = 2;

export function HistoryRow({ change, undoable, onKey, onUndo }: Props) {
  const runs = Object.entries(change.run_positions ?? {});
  return (
    <tr data-testid={`change-${change.id}`}>
      <td><RelativeTime us={change.time_us} /></td>
      <td>{change.who}</td>
      <td>{viaWords[change.via] ?? change.via}</td>
      <td><button type="button" className={styles.key} title="Only this setting" onClick={onKey}><code>{change.key}</code></button></td>
      <td className={styles.change}><ChangeArrow change={change} /></td>
      <td>{change.pending ? <span className={styles.pending}>with the next start</span> : 'at once'}</td>
      <td>
        {runs.length === 0 ? <span className="dim">none</span> : runs.slice(0, linkedRuns).map(([id, position], i) => (
          <span key={id}>
            {i > 0 && ', '}
            <Link to="/runs/$runId" params={{ runId: id }} title={`${id}, at event ${count(position)} of its bus`}>{idShort(id)}</Link>
          </span>
        ))}
        {runs.length > linkedRuns && <span className="dim" title={runs.slice(linkedRuns).map(([id]) => id).join(', ')}>, {runs.length - linkedRuns} more</span>}
      </td>
      <td className={styles.undo}>
        {undoable ? (
          <Button size="compact-xs" variant="default" leftSection={<Icon name="undo" size={12} />} onClick={onUndo}>Undo</Button>
        ) : (
          <span className="dim">{change.via === 'file' ? 'in the file' : 'changed since'}</span>
        )}
      </td>
    </tr>
  );
}
