import { Button } from '@mantine/core';
import type { Setting } from '../../api/settingTypes';
import type { SettingEdits } from '../../hooks/useSettingDrafts';
import { bytes } from '../../lib/format';
import type { SettingDraft } from '../../lib/settingDraft';
import { checkSetting, rangeOf, readableNumber, textOfSetting, wantedText } from '../../lib/settingValue';
import { unstoredReason, pendingReason, pinReason, shown } from '../../lib/settingsView';
import styles from './SettingNote.module.css';

interface Props {
  id: string;
  setting: Setting;
  draft: SettingDraft | undefined;
  edits: SettingEdits;
}

const readableBytes = 10_000;

/** What there is to say about the value: default and range, or what is in the way. */
export function SettingNote({ id, setting, draft, edits }: Props) {
  const checked = draft && draft.text !== wantedText(setting) ? checkSetting(setting, draft.text) : null;
  const problem = checked && !checked.ok ? checked.error : (draft?.refusal ?? null);
  return (
    <div id={id} className={styles.note} aria-live="polite">
      {draft?.theirs != null ? (
        <div className={styles.conflict} data-testid="conflict">
          <span>Changed elsewhere to <strong>{shown(draft.theirs)}</strong> while you typed.</span>
          <Button size="compact-xs" variant="default" onClick={() => edits.cancel(setting)}>Take theirs</Button>
          <Button size="compact-xs" variant="default" disabled={checked?.ok === false} onClick={() => edits.overwrite(setting)}>Overwrite</Button>
        </div>
      ) : problem !== null ? (
        <span className={styles.problem} data-testid="problem">{problem}</span>
      ) : (
        <Calm setting={setting} />
      )}
    </div>
  );
}

const onOff = (text: string) => (text === 'true' ? 'on' : 'off');

function Calm({ setting }: { setting: Setting }) {
  if (setting.secret) return <span>Never stored: give it as {setting.env} in the environment or in .env, or in a settings file of mode 0600.</span>;
  const preset = textOfSetting(setting.default);
  const facts = [`default ${setting.type === 'bool' ? onOff(preset) : typeof setting.default === 'number' ? readableNumber(setting.default) : shown(preset)}`];
  const range = rangeOf(setting);
  if (range !== '' && !setting.allowed) facts.push(range);
  const value = Number(textOfSetting(setting.value));
  if (setting.unit === 'bytes' && value >= readableBytes) facts.push(`now ${bytes(value)}`);
  const pinned = unstoredReason(setting) ?? pinReason(setting);
  const pending = pendingReason(setting);
  return (
    <>
      <div>{facts.join(' · ')}</div>
      {pinned && <div className={styles.pinned}>{pinned}</div>}
      {setting.deprecated && <div className={styles.pending}>Deprecated: {setting.deprecated}</div>}
      {pending && <div className={styles.pending} data-testid="pending">{pending}</div>}
    </>
  );
}
