import { ActionIcon } from '@mantine/core';
import { memo, useRef, type KeyboardEvent } from 'react';
import type { Setting } from '../../api/settingTypes';
import { CopyText } from '../../components/CopyText';
import { Icon } from '../../components/Icon';
import { Marked } from '../../components/settings/Marked';
import { OriginBadge } from '../../components/settings/OriginBadge';
import type { SettingEdits } from '../../hooks/useSettingDrafts';
import type { SettingDraft } from '../../lib/settingDraft';
import type { SettingsSearch } from '../../lib/settingsView';
import { SettingControl } from './SettingControl';
import { SettingMarks } from './SettingMarks';
import { SettingNote } from './SettingNote';
import styles from './SettingRow.module.css';

interface Props {
  setting: Setting;
  search: string;
  draft: SettingDraft | undefined;
  saved: boolean;
  edits: SettingEdits;
  onChange: (part: Partial<SettingsSearch>) => void;
}

export const SettingRow = memo(function SettingRow({ setting, search, draft, saved, edits, onChange }: Props) {
  const row = useRef<HTMLLIElement>(null);
  const noteId = `note-${setting.key}`;
  const name = setting.key.slice(setting.namespace.length + 1);
  const explain = () => onChange({ key: setting.key });
  const history = () => onChange({ history: setting.key });
  const overridden = !setting.pinned && (setting.origin === 'stored' || setting.pending !== null);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== row.current || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'e') explain();
    else if (event.key === 'h') history();
    else if (event.key === 'Enter') row.current?.querySelector<HTMLElement>('input, select')?.focus();
    else return;
    event.preventDefault();
  };

  return (
    <li
      ref={row}
      className={styles.row}
      tabIndex={-1}
      data-setting={setting.key}
      data-testid={`setting-${setting.key}`}
      data-edited={draft !== undefined || undefined}
      onKeyDown={onKeyDown}
    >
      <div className={styles.what}>
        <div className={styles.name}>
          <code title={setting.key}>
            {name === '' || !setting.key.startsWith(setting.namespace) ? <Marked text={setting.key} search={search} /> : <><span className="visually-hidden">{setting.namespace}.</span><Marked text={name} search={search} /></>}
          </code>
          <SettingMarks setting={setting} />
        </div>
        <p className={styles.help}><Marked text={setting.description} search={search} /></p>
        <CopyText text={setting.env} what="name of the environment variable" />
      </div>
      <div className={styles.value}>
        <SettingControl setting={setting} draft={draft} noteId={noteId} edits={edits} />
        <SettingNote id={noteId} setting={setting} draft={draft} edits={edits} />
      </div>
      <div className={styles.state}>
        <OriginBadge origin={setting.origin} />
        <span className={styles.saved} role="status">{saved && <><Icon name="check" size={12} /> saved</>}</span>
        <div className={styles.actions}>
          <ActionIcon size="sm" variant="subtle" color="gray" title="Explain: what each layer says" aria-label={`Explain ${setting.key}`} onClick={explain}>
            <Icon name="layers" size={14} />
          </ActionIcon>
          <ActionIcon size="sm" variant="subtle" color="gray" title="History of this setting" aria-label={`History of ${setting.key}`} onClick={history}>
            <Icon name="history" size={14} />
          </ActionIcon>
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            title="Reset: take the stored value away"
            aria-label={`Reset ${setting.key}`}
            style={{ visibility: overridden ? undefined : 'hidden' }}
            onClick={() => edits.reset(setting)}
          >
            <Icon name="undo" size={14} />
          </ActionIcon>
        </div>
      </div>
    </li>
  );
});
