import { Button } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { EmptyState } from '../../components/EmptyState';
import { PageTitle } from '../../components/PageTitle';
import { useLink, useRuns } from '../../hooks/useLive';
import { useNow } from '../../hooks/useNow';
import { viewOf, type RunsSearch } from '../../lib/runsView';
import { FirstRun } from './FirstRun';
import { RunsTable } from './RunsTable';
import { RunsToolbar } from './RunsToolbar';
import { SelectionBar } from './SelectionBar';
import styles from './RunsPage.module.css';

export function RunsPage() {
  const search = useSearch({ from: '/runs' });
  const navigate = useNavigate({ from: '/runs' });
  const { rows, loaded } = useRuns();
  const link = useLink();
  const now = useNow();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  // Time only orders the rows when they are sorted by duration.
  const sortTime = search.sort === 'duration' ? now : 0;
  const view = useMemo(() => viewOf(rows, search, sortTime), [rows, search, sortTime]);

  const change = (part: Partial<RunsSearch>) =>
    void navigate({ search: (previous) => ({ ...previous, ...part }), replace: true });
  const toggle = (ids: string[], on: boolean) =>
    setSelected((previous) => {
      const next = new Set(previous);
      for (const id of ids) {
        if (on) next.add(id);
        else next.delete(id);
      }
      return next;
    });
  const chosen = useMemo(() => rows.filter((run) => selected.has(run.run_id)), [rows, selected]);
  const stale = link.phase === 'lost';

  return (
    <div className={styles.page}>
      <PageTitle title="Runs" />
      {loaded && rows.length === 0 ? (
        <FirstRun />
      ) : (
        <>
          <RunsToolbar search={search} onChange={change} rows={rows} shown={view.length} loaded={loaded} />
          {chosen.length > 0 && <SelectionBar runs={chosen} onClear={() => setSelected(new Set())} />}
          <div className={`${styles.table} ${stale ? 'stale' : ''}`}>
            <RunsTable
              runs={view}
              loaded={loaded}
              search={search}
              onChange={change}
              selected={selected}
              onSelect={toggle}
              onClearSelection={() => setSelected(new Set())}
            />
            {loaded && view.length === 0 && (
              <EmptyState
                title="No run matches these filters"
                action={<Button size="xs" variant="default" onClick={() => change({ text: undefined, status: undefined, env: undefined })}>Clear the filters</Button>}
              />
            )}
          </div>
        </>
      )}
    </div>
  );
}
