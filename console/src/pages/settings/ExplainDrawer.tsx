import { Button, Drawer } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../../api/client';
import type { ExplainedSetting } from '../../api/settingTypes';
import { CommandLine } from '../../components/CommandLine';
import { CopyText } from '../../components/CopyText';
import { Facts } from '../../components/Facts';
import { Notice } from '../../components/Notice';
import { SettingLayers } from '../../components/settings/SettingLayers';
import { settingKeys } from '../../hooks/useSettings';
import { commandFor, unstoredReason, pendingReason, pinReason, shown } from '../../lib/settingsView';
import { allowedText, textOfSetting } from '../../lib/settingValue';
import { RecentChanges } from './RecentChanges';
import { SettingMarks } from './SettingMarks';
import styles from './ExplainDrawer.module.css';

interface Props {
  name: string | undefined;
  onClose: () => void;
  onHistory: (key: string) => void;
}

/** Why a setting has the value it has: every layer, what it says, and why it won or lost. */
export function ExplainDrawer({ name, onClose, onHistory }: Props) {
  // The drawer keeps what it shows while it slides away.
  const [kept, setKept] = useState(name);
  useEffect(() => {
    if (name !== undefined) setKept(name);
  }, [name]);
  const key = name ?? kept;
  const explained = useQuery({
    queryKey: settingKeys.one(key ?? ''),
    queryFn: ({ signal }) => api.setting(key!, signal),
    enabled: name !== undefined,
  });
  return (
    <Drawer
      opened={name !== undefined}
      onClose={onClose}
      position="right"
      size={560}
      title={<code className={styles.title}>{key}</code>}
      closeButtonProps={{ 'aria-label': 'Close' }}
      data-testid="explain"
    >
      {explained.error ? (
        <Notice kind="error" title="This setting could not be read">{explained.error.message}</Notice>
      ) : explained.data ? (
        <Explanation setting={explained.data} onHistory={() => onHistory(explained.data.key)} />
      ) : (
        <span className="dim">Asking the daemon …</span>
      )}
    </Drawer>
  );
}

function Explanation({ setting, onHistory }: { setting: ExplainedSetting; onHistory: () => void }) {
  const unit = setting.unit === null ? '' : ` ${setting.unit}`;
  const fixed = unstoredReason(setting);
  const pinned = fixed ? null : pinReason(setting);
  const pending = pendingReason(setting);
  return (
    <div className={styles.explanation}>
      <p className={styles.help}>{setting.description}</p>
      <div className={styles.marks}><SettingMarks setting={setting} /></div>
      <Facts
        rows={[
          ['In force', setting.secret ? (setting.value === null ? 'not set' : 'set, not shown') : <strong key="value">{shown(textOfSetting(setting.value))}{unit}</strong>],
          ...(setting.secret ? [] : [['Default', `${shown(textOfSetting(setting.default))}${unit}`] as [string, string]]),
          ['Allowed', allowedText(setting)],
          ['Variable', <CopyText key="env" text={setting.env} what="name of the environment variable" />],
        ]}
      />
      {fixed && <Notice kind="info" title="Not editable here">{fixed}</Notice>}
      {setting.deprecated && <Notice kind="warning" title="Deprecated">{setting.deprecated}</Notice>}
      {pinned && <Notice kind="info" title="Pinned">{pinned}</Notice>}
      {pending && <Notice kind="warning" title="Pending">{pending}</Notice>}
      <section>
        <h3>Layers, strongest first</h3>
        <SettingLayers setting={setting} />
      </section>
      {!setting.secret && !setting.pinned && !fixed && (
        <section>
          <h3>From the command line</h3>
          <CommandLine text={commandFor(setting)} />
        </section>
      )}
      {!setting.secret && (
        <section>
          <h3>
            Changes
            <Button size="compact-xs" variant="default" onClick={onHistory}>History and undo</Button>
          </h3>
          <RecentChanges name={setting.key} />
        </section>
      )}
    </div>
  );
}
