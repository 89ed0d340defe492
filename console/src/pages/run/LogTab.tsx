import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { api } from '../../api/client';
import type { RunSnapshot } from '../../api/runFeed';
import type { Run } from '../../api/types';
import { Notice } from '../../components/Notice';
import { count, plural } from '../../lib/format';
import { isNarrowedHere, joinLog, type LogFilter } from '../../lib/logView';
import type { RunSearch } from '../../lib/runSearch';
import { LogFilters } from './LogFilters';
import { LogIdMeaning } from './LogIdMeaning';
import { LogLines } from './LogLines';
import styles from './RunTabs.module.css';

interface Props {
  run: Run;
  live: RunSnapshot;
  search: RunSearch;
  onChange: (part: Partial<RunSearch>, replace?: boolean) => void;
}

const pageSize = 300;
const refetchMs = 1000;

export function LogTab({ run, live, search, onChange }: Props) {
  const [follow, setFollow] = useState(true);
  const { severity, component, agent, text, id, only } = search;
  const filter: LogFilter = useMemo(
    () => ({ severity, component, agent, text, id: only ? id : undefined }),
    [severity, component, agent, text, id, only],
  );
  const pages = useInfiniteQuery({
    queryKey: ['logs', run.run_id, severity, component, agent],
    queryFn: ({ pageParam, signal }) => api.logs(run.run_id, { limit: pageSize, cursor: pageParam, severity, component, agent_id: agent }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  const stored = useMemo(() => pages.data?.pages.flatMap((page) => page.logs) ?? [], [pages.data]);
  const lines = useMemo(() => joinLog(stored, live.logs, filter), [stored, live.logs, filter]);
  const read = useMemo(
    () => (isNarrowedHere(filter) ? joinLog(stored, live.logs, { severity, component, agent }).length : lines.length),
    [stored, live.logs, filter, severity, component, agent, lines.length],
  );

  // The socket skipped lines: they are on disk, so read them there, once a second at most.
  const skipped = live.logsSkipped;
  const lastRead = useRef(0);
  const { refetch } = pages;
  useEffect(() => {
    if (skipped === 0) return;
    const timer = setTimeout(() => {
      lastRead.current = performance.now();
      void refetch();
    }, Math.max(0, lastRead.current + refetchMs - performance.now()));
    return () => clearTimeout(timer);
  }, [skipped, refetch]);

  const narrowed = isNarrowedHere(filter) || [severity, component, agent].some((chosen) => chosen !== undefined);
  const older = () => {
    setFollow(false);
    void pages.fetchNextPage();
  };
  return (
    <div className={styles.fill}>
      <div className={styles.bar}>
        <LogFilters run={run} seen={stored} live={live.logs} search={search} follow={follow} onFollow={setFollow} onChange={onChange} />
        <span className="dim nowrap">
          {isNarrowedHere(filter) ? `${count(lines.length)} of ${plural(read, 'line')}` : plural(read, 'line')}
          {pages.hasNextPage && ', older ones not loaded'}
        </span>
        {pages.hasNextPage && <Button size="compact-xs" variant="default" flex="none" loading={pages.isFetchingNextPage} onClick={older}>Load older</Button>}
      </div>
      {id && (
        <LogIdMeaning
          id={id}
          only={only === true}
          onOnly={(on) => onChange({ only: on || undefined }, true)}
          onClose={() => onChange({ id: undefined, only: undefined }, true)}
        />
      )}
      {pages.error && <Notice kind="error" title="The log could not be read">{pages.error.message}</Notice>}
      <LogLines lines={lines} empty={pages.isPending ? 'Reading …' : narrowed ? 'No line passes these filters.' : 'Nothing has been logged yet.'} follow={follow} onFollow={setFollow} shownId={id} onId={(asked) => onChange({ id: asked === id && !only ? undefined : asked })} />
    </div>
  );
}
