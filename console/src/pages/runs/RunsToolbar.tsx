import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo, useRef } from 'react';
import type { RunRow } from '../../api/types';
import { Icon } from '../../components/Icon';
import { useHotkey } from '../../hooks/useHotkey';
import { count } from '../../lib/format';
import type { RunsSearch } from '../../lib/runsView';
import { statuses, statusOf, type Status } from '../../lib/status';
import styles from './RunsToolbar.module.css';

interface Props {
  search: RunsSearch;
  onChange: (part: Partial<RunsSearch>) => void;
  rows: RunRow[];
  shown: number;
  loaded: boolean;
}

export function RunsToolbar({ search, onChange, rows, shown, loaded }: Props) {
  const field = useRef<HTMLInputElement>(null);
  useHotkey('/', () => field.current?.focus());
  const environments = useMemo(() => [...new Set(rows.map((run) => run.env_id))].sort(), [rows]);
  const byStatus = useMemo(() => {
    const counts = new Map<Status, number>();
    for (const run of rows) counts.set(statusOf(run), (counts.get(statusOf(run)) ?? 0) + 1);
    return counts;
  }, [rows]);
  return (
    <div className={styles.bar}>
      <TextInput
        ref={field}
        size="xs"
        w={250}
        aria-label="Filter runs by text"
        placeholder="Filter: name, id, tag … ( / )"
        leftSection={<Icon name="search" size={14} />}
        rightSection={
          search.text && (
            <ActionIcon size="xs" variant="subtle" color="gray" aria-label="Clear the text filter" onClick={() => onChange({ text: undefined })}>
              <Icon name="close" size={11} />
            </ActionIcon>
          )
        }
        value={search.text ?? ''}
        onChange={(event) => onChange({ text: event.currentTarget.value || undefined })}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
      />
      <Select
        size="xs"
        w={150}
        aria-label="Filter runs by status"
        placeholder="Any status"
        clearable
        data={statuses.map((status) => ({ value: status, label: `${status} (${count(byStatus.get(status) ?? 0)})` }))}
        value={search.status ?? null}
        onChange={(value) => onChange({ status: (value as Status | null) ?? undefined })}
      />
      <Select
        size="xs"
        w={190}
        aria-label="Filter runs by environment"
        placeholder="Any environment"
        clearable
        searchable={environments.length > 8}
        data={environments}
        value={search.env ?? null}
        onChange={(value) => onChange({ env: value ?? undefined })}
      />
      <span className={styles.count} role="status">
        {!loaded ? '' : shown === rows.length ? `${count(rows.length)} ${rows.length === 1 ? 'run' : 'runs'}` : `${count(shown)} of ${count(rows.length)} runs`}
      </span>
      <span className={styles.keys} aria-hidden="true"><kbd>j</kbd><kbd>k</kbd> move <kbd>x</kbd> select <kbd>↵</kbd> open</span>
      <Button size="xs" leftSection={<Icon name="add" size={14} />} renderRoot={(props) => <Link to="/new" {...props} />}>New run</Button>
    </div>
  );
}
