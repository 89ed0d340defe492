import { Button, Select } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { api } from '../../api/client';
import type { Setting, SettingChange } from '../../api/settingTypes';
import { EmptyState } from '../../components/EmptyState';
import { Notice } from '../../components/Notice';
import { settingKeys } from '../../hooks/useSettings';
import { count } from '../../lib/format';
import { undoable, wholeHistory, type SettingsSearch } from '../../lib/settingsView';
import { HistoryRow } from './HistoryRow';
import { UndoDialog } from './UndoDialog';
import styles from './HistoryView.module.css';

interface Props {
  settings: readonly Setting[];
  /** A key, or the word for all of them. */
  shown: string;
  onChange: (part: Partial<SettingsSearch>, replace?: boolean) => void;
}

const pageSize = 100;

/** Who changed what, when and how, newest first, and the way back. */
export function HistoryView({ settings, shown, onChange }: Props) {
  const key = shown === wholeHistory ? undefined : shown;
  const pages = useInfiniteQuery({
    queryKey: settingKeys.history(key),
    queryFn: ({ pageParam, signal }) => api.settingHistory({ key, before: pageParam, limit: pageSize }, signal),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next_before,
  });
  const [asked, setAsked] = useState<SettingChange | null>(null);
  const changes = useMemo(() => pages.data?.pages.flatMap((page) => page.changes) ?? [], [pages.data]);
  const newest = useMemo(() => undoable(changes), [changes]);
  const keys = useMemo(
    () => [...new Set([...settings.map((setting) => setting.key), ...(key ? [key] : [])])],
    [settings, key],
  );
  return (
    <div className={styles.view}>
      <div className={styles.bar}>
        <Select
          size="xs"
          w={320}
          aria-label="Setting whose history is shown"
          placeholder="All settings"
          searchable
          clearable
          data={keys}
          value={key ?? null}
          nothingFoundMessage="No setting of this name"
          onChange={(value) => onChange({ history: value ?? wholeHistory })}
        />
        <span className="dim" role="status">
          {pages.data && `${count(changes.length)} ${changes.length === 1 ? 'change' : 'changes'}${pages.hasNextPage ? ', older ones not loaded' : ''}`}
        </span>
      </div>
      {pages.error && (
        <Notice kind="error" title="The history could not be read" action={<Button size="xs" variant="default" onClick={() => void pages.refetch()}>Try again</Button>}>
          {pages.error.message}
        </Notice>
      )}
      {changes.length > 0 && (
        <div className={styles.scroll} tabIndex={0} role="region" aria-label="Changes of settings">
          <table className={styles.table} data-testid="settings-history">
            <thead>
              <tr>
                <th scope="col">When</th><th scope="col">Who</th><th scope="col">Via</th><th scope="col">Setting</th>
                <th scope="col">Change</th><th scope="col">Takes effect</th><th scope="col">Runs live then</th><th scope="col"><span className="visually-hidden">Undo</span></th>
              </tr>
            </thead>
            <tbody>
              {changes.map((change) => (
                <HistoryRow
                  key={change.id}
                  change={change}
                  undoable={newest.has(change.id)}
                  onKey={() => onChange({ history: change.key })}
                  onUndo={() => setAsked(change)}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {pages.hasNextPage && (
        <Button size="xs" variant="default" className={styles.more} loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>Load older</Button>
      )}
      {pages.data && changes.length === 0 && (
        <EmptyState title={key ? `Nobody has changed ${key}` : 'Nobody has changed a setting'}>
          What is changed here, with <code>palestra settings set</code> or in the settings file is kept here with who, when and what it was before.
        </EmptyState>
      )}
      <UndoDialog change={asked} setting={settings.find((setting) => setting.key === asked?.key)} onClose={() => setAsked(null)} />
    </div>
  );
}
