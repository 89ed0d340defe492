import { Tabs } from '@mantine/core';
import type { RunSnapshot } from '../../api/runFeed';
import type { Run } from '../../api/types';
import type { RunSearch, Tab } from '../../lib/runSearch';
import { EpisodesTab } from './EpisodesTab';
import { FilesTab } from './FilesTab';
import { LanesTab } from './LanesTab';
import { LogTab } from './LogTab';
import { ReceiptTab } from './ReceiptTab';
import { SettingsTab } from './SettingsTab';
import { StepsTab } from './StepsTab';
import { WhyTab } from './WhyTab';
import styles from './RunTabs.module.css';

interface Props {
  run: Run;
  live: RunSnapshot;
  search: RunSearch;
  failed: boolean;
  onChange: (part: Partial<RunSearch>, replace?: boolean) => void;
}

const labels: Record<Tab, string> = {
  why: 'Why it failed',
  episodes: 'Episodes',
  steps: 'Steps',
  log: 'Log',
  lanes: 'Lanes',
  settings: 'Settings used',
  receipt: 'Receipt',
  files: 'Files',
};

/** A failed run opens on why, any other on its episodes. */
export function RunTabs({ run, live, search, failed, onChange }: Props) {
  const shown = (Object.keys(labels) as Tab[]).filter((tab) => failed || tab !== 'why');
  const first: Tab = failed ? 'why' : 'episodes';
  const tab = search.tab && shown.includes(search.tab) ? search.tab : first;
  return (
    <Tabs
      value={tab}
      onChange={(value) => onChange({ tab: value === first ? undefined : (value as Tab) })}
      keepMounted={false}
      className={styles.tabs}
      classNames={{ list: styles.list, tab: styles.tab, panel: styles.panel }}
    >
      <Tabs.List>
        {shown.map((value) => <Tabs.Tab key={value} value={value}>{labels[value]}</Tabs.Tab>)}
      </Tabs.List>
      <Tabs.Panel value="why"><WhyTab run={run} /></Tabs.Panel>
      <Tabs.Panel value="episodes"><EpisodesTab key={run.run_id} run={run} live={live} /></Tabs.Panel>
      <Tabs.Panel value="steps"><StepsTab key={run.run_id} run={run} search={search} onChange={onChange} /></Tabs.Panel>
      <Tabs.Panel value="log"><LogTab key={run.run_id} run={run} live={live} search={search} onChange={onChange} /></Tabs.Panel>
      <Tabs.Panel value="lanes"><LanesTab run={run} /></Tabs.Panel>
      <Tabs.Panel value="settings"><SettingsTab run={run} /></Tabs.Panel>
      <Tabs.Panel value="receipt"><ReceiptTab run={run} /></Tabs.Panel>
      <Tabs.Panel value="files"><FilesTab run={run} /></Tabs.Panel>
    </Tabs>
  );
}
