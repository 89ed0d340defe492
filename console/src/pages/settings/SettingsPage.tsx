import { Button } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { EmptyState } from '../../components/EmptyState';
import { Notice } from '../../components/Notice';
import { PageTitle } from '../../components/PageTitle';
import { useLink } from '../../hooks/useLive';
import { useSettingDrafts } from '../../hooks/useSettingDrafts';
import { useSettings } from '../../hooks/useSettings';
import type { SettingsSearch } from '../../lib/settingsView';
import { ExplainDrawer } from './ExplainDrawer';
import { FileProblem } from './FileProblem';
import { HistoryView } from './HistoryView';
import { SettingsList } from './SettingsList';
import { SettingsToolbar } from './SettingsToolbar';
import styles from './SettingsPage.module.css';

const nothing: never[] = [];

export function SettingsPage() {
  const search = useSearch({ from: '/settings' });
  const navigate = useNavigate({ from: '/settings' });
  const list = useSettings();
  const link = useLink();
  const settings = list.data?.settings ?? nothing;
  const [drafts, edits, saved] = useSettingDrafts(settings);

  /** A view that one would come back to (the history, an explanation) is a history entry; a letter typed is not. */
  const change = useCallback(
    (part: Partial<SettingsSearch>, replace = false) =>
      void navigate({ search: (previous) => ({ ...previous, ...part }), replace }),
    [navigate],
  );

  return (
    <div className={styles.page}>
      <PageTitle title="Settings" />
      <SettingsToolbar search={search} settings={settings} drafts={drafts} onChange={change} />
      {list.data && <FileProblem problem={list.data.problem} warnings={list.data.warnings} />}
      {search.history !== undefined ? (
        <HistoryView settings={settings} shown={search.history} onChange={change} />
      ) : list.data ? (
        <div className={link.phase === 'lost' ? 'stale' : ''}>
          <SettingsList settings={settings} search={search} drafts={drafts} edits={edits} saved={saved} onChange={change} />
        </div>
      ) : list.error ? (
        <Notice kind="error" title="The settings could not be read" action={<Button size="xs" variant="default" onClick={() => void list.refetch()}>Try again</Button>}>
          {list.error.message}
        </Notice>
      ) : (
        <EmptyState title="Asking the daemon …" />
      )}
      <ExplainDrawer name={search.key} onClose={() => change({ key: undefined })} onHistory={(key) => change({ history: key, key: undefined })} />
    </div>
  );
}
