import { Switch } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { api } from '../../api/client';
import type { RunSnapshot } from '../../api/runFeed';
import type { Episode, Run } from '../../api/types';
import { Notice } from '../../components/Notice';
import { VirtualRows } from '../../components/VirtualRows';
import { count } from '../../lib/format';
import { isLive } from '../../lib/status';
import { episodeColumns } from './episodeColumns';
import styles from './RunTabs.module.css';

const pageSize = 200;

function emptyText(run: Run, going: boolean, reading: boolean): string {
  if (reading) return 'Reading …';
  if (run.telemetry_mode === 'fast-lane-only') return `Fast lane only: no episode ${going ? 'is' : 'was'} recorded.`;
  return going ? 'The first episode is not finished yet.' : 'This run finished no episode.';
}

/** Every episode. While the run goes on the newest follow by themselves; scrolling down turns to a page that stands still. */
export function EpisodesTab({ run, live }: { run: Run; live: RunSnapshot }) {
  const going = isLive(run);
  const [follow, setFollow] = useState(true);
  const following = going && follow;
  const pages = useInfiniteQuery({
    queryKey: ['episodes', run.run_id, going],
    queryFn: ({ pageParam, signal }) => api.episodes(run.run_id, { limit: pageSize, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    enabled: !following,
  });
  const newest = useMemo(() => live.episodes.slice().reverse(), [live.episodes]);
  const stored = useMemo(() => pages.data?.pages.flatMap((page) => page.episodes) ?? [], [pages.data]);
  const rows: Episode[] = following || stored.length === 0 ? newest : stored;
  const columns = useMemo(() => episodeColumns(run, rows[0]), [run.streams.length, rows[0]?.metrics && Object.keys(rows[0].metrics).join()]);
  const total = Math.max(run.episodes, live.lastEpisode, pages.data?.pages[0]?.total ?? 0);

  return (
    <div className={styles.fill}>
      <div className={styles.bar}>
        {going && (
          <Switch
            size="xs"
            label="Follow the newest"
            checked={follow}
            onChange={(event) => {
              setFollow(event.currentTarget.checked);
              if (!event.currentTarget.checked) void pages.refetch();
            }}
          />
        )}
        <span className="dim">
          {following ? `The newest ${count(rows.length)} of ${count(total)} episodes` : `${count(rows.length)} of ${count(total)} episodes loaded`}
        </span>
      </div>
      {pages.error && !following && <Notice kind="error" title="The episodes could not be read">{pages.error.message}</Notice>}
      <VirtualRows
        label="Episodes, newest first"
        columns={columns}
        rows={rows}
        rowKey={(episode) => `${episode.agent_id}/${episode.slot}/${episode.episode}`}
        minWidth={860}
        testId="episodes-table"
        empty={emptyText(run, going, !following && pages.isPending)}
        onTop={(atTop) => {
          if (!atTop && following) setFollow(false);
        }}
        onEnd={() => {
          if (!following && pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage();
        }}
      />
    </div>
  );
}
