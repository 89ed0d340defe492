import { Button, Select, Switch } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { api } from '../../api/client';
import type { RunSnapshot } from '../../api/runFeed';
import type { Run } from '../../api/types';
import { Notice } from '../../components/Notice';
import { plural } from '../../lib/format';
import { joinLog } from '../../lib/logView';
import { severities, type RunSearch } from '../../lib/runSearch';
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
const usualComponents = ['trainer', 'worker'];

export function LogTab({ run, live, search, onChange }: Props) {
  const [follow, setFollow] = useState(true);
  const { severity, component } = search;
  const pages = useInfiniteQuery({
    queryKey: ['logs', run.run_id, severity, component],
    queryFn: ({ pageParam, signal }) => api.logs(run.run_id, { limit: pageSize, cursor: pageParam, severity, component }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  const stored = useMemo(() => pages.data?.pages.flatMap((page) => page.logs) ?? [], [pages.data]);
  const lines = useMemo(() => joinLog(stored, live.logs, { severity, component }), [stored, live.logs, severity, component]);

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

  const components = useMemo(() => {
    const seen = new Set([...usualComponents, ...live.logs.map((line) => line.component), ...stored.map((line) => line.component)]);
    if (component) seen.add(component);
    return [...seen].sort();
  }, [live.logs, stored, component]);

  return (
    <div className={styles.fill}>
      <div className={styles.bar}>
        <Select
          size="xs"
          w={150}
          aria-label="Least severity"
          data={severities.map((value) => ({ value, label: value === 'debug' ? 'All severities' : value === 'error' ? 'Errors only' : `${value} and above` }))}
          value={severity ?? 'debug'}
          allowDeselect={false}
          onChange={(value) => onChange({ severity: value === 'debug' ? undefined : (value as RunSearch['severity']) }, true)}
        />
        <Select
          size="xs"
          w={160}
          aria-label="Component"
          placeholder="All components"
          clearable
          data={components}
          value={component ?? null}
          onChange={(value) => onChange({ component: value ?? undefined }, true)}
        />
        <Switch size="xs" label="Follow the end" checked={follow} onChange={(event) => setFollow(event.currentTarget.checked)} />
        <span className="dim">{plural(lines.length, 'line')}{pages.hasNextPage ? ', older ones not loaded' : ''}</span>
        {pages.hasNextPage && (
          <Button size="compact-xs" variant="default" loading={pages.isFetchingNextPage} onClick={() => { setFollow(false); void pages.fetchNextPage(); }}>
            Load older
          </Button>
        )}
      </div>
      {pages.error && <Notice kind="error" title="The log could not be read">{pages.error.message}</Notice>}
      <LogLines lines={lines} follow={follow} onFollow={setFollow} />
    </div>
  );
}
