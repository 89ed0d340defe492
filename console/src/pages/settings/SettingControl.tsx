import { ActionIcon, NativeSelect, Switch, TextInput } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import type { Setting } from '../../api/settingTypes';
import { Icon } from '../../components/Icon';
import type { SettingEdits } from '../../hooks/useSettingDrafts';
import type { SettingDraft } from '../../lib/settingDraft';
import { checkSetting, textOfSetting, wantedText } from '../../lib/settingValue';
import { shown } from '../../lib/settingsView';
import styles from './SettingControl.module.css';

interface Props {
  setting: Setting;
  draft: SettingDraft | undefined;
  noteId: string;
  edits: SettingEdits;
}

/** The value, to be changed in place: Enter stores it, Escape leaves it. */
export function SettingControl({ setting, draft, noteId, edits }: Props) {
  const text = draft?.text ?? wantedText(setting);
  if (setting.secret) return <output className={styles.fixed}>{setting.value === null ? 'not set' : 'set'}</output>;
  if (setting.pinned || setting.bootstrap || setting.host_only) {
    return (
      <div className={styles.line}>
        <output className={styles.fixed} data-testid="value">{shown(textOfSetting(setting.value))}</output>
        <span className={styles.unit}>{setting.unit}</span>
      </div>
    );
  }
  if (setting.type === 'bool') {
    return (
      <div className={styles.line}>
        <Switch
          size="sm"
          aria-label={setting.key}
          aria-describedby={noteId}
          label={text === 'true' ? 'on' : 'off'}
          checked={text === 'true'}
          disabled={draft?.busy}
          onChange={(event) => edits.save(setting, String(event.currentTarget.checked))}
        />
      </div>
    );
  }

  const changed = draft !== undefined && draft.text !== wantedText(setting);
  const valid = checkSetting(setting, text).ok;
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === 'Enter' && changed) {
      event.preventDefault();
      edits.save(setting);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      if (draft) edits.cancel(setting);
      else event.currentTarget.closest<HTMLElement>('[data-setting]')?.focus();
    }
  };
  const shared = {
    size: 'xs',
    'aria-label': setting.key,
    'aria-describedby': noteId,
    'aria-invalid': changed && !valid,
    'data-testid': 'value',
    error: changed && !valid,
    withErrorStyles: true,
    value: text,
    readOnly: draft?.busy,
    onKeyDown,
    onChange: (event: { currentTarget: { value: string } }) => edits.type(setting, event.currentTarget.value),
  };
  const isNumber = setting.type !== 'string' && setting.type !== 'enum';
  return (
    <div className={styles.line}>
      {setting.allowed ? (
        <NativeSelect {...shared} className={styles.choice} data={setting.allowed.map((word) => ({ value: word, label: shown(word) }))} />
      ) : (
        <TextInput
          {...shared}
          className={isNumber ? styles.number : styles.text}
          inputMode={isNumber ? (setting.type === 'double' || setting.type === 'duration' ? 'decimal' : 'numeric') : 'text'}
          placeholder={isNumber ? undefined : '(empty)'}
          autoComplete="off"
          spellCheck={false}
        />
      )}
      {setting.unit && <span className={styles.unit}>{setting.unit}</span>}
      <span className={styles.buttons} data-shown={changed || undefined}>
        <ActionIcon size="sm" variant="filled" disabled={!valid || draft?.theirs != null} loading={draft?.busy ?? false} title="Store (Enter)" aria-label={`Store ${setting.key}`} onClick={() => edits.save(setting)}>
          <Icon name="check" size={13} />
        </ActionIcon>
        <ActionIcon size="sm" variant="subtle" color="gray" title="Leave it (Escape)" aria-label={`Leave ${setting.key} as it is`} onClick={() => edits.cancel(setting)}>
          <Icon name="close" size={12} />
        </ActionIcon>
      </span>
    </div>
  );
}
