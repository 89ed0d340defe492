import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { api, ApiError } from '../../api/client';
import { EmptyState } from '../../components/EmptyState';
import { PageTitle } from '../../components/PageTitle';
import { useLink, useRunFeed } from '../../hooks/useLive';
import type { RunSearch } from '../../lib/runSearch';
import { isLive, statusOf } from '../../lib/status';
import { Charts } from './Charts';
import { FrameView } from './FrameView';
import { RunHeader } from './RunHeader';
import { RunTabs } from './RunTabs';
import styles from './RunPage.module.css';

export function RunPage() {
  const { runId } = useParams({ from: '/runs/$runId' });
  const search = useSearch({ from: '/runs/$runId' });
  const navigate = useNavigate({ from: '/runs/$runId' });
  const [feed, live] = useRunFeed(runId);
  const link = useLink();
  const fetched = useQuery({ queryKey: ['run', runId], queryFn: ({ signal }) => api.run(runId, signal) });
  const run = live.run ?? fetched.data;

  /** A step worth going back to (a tab, a zoom) is a history entry; a slider is not. */
  const change = (part: Partial<RunSearch>, replace = false) =>
    void navigate({ search: (previous) => ({ ...previous, ...part }), replace });

  if (!run) {
    return (
      <>
        <PageTitle title={runId} />
        {fetched.error ? <MissingRun error={fetched.error} retry={() => void fetched.refetch()} /> : <EmptyState title="Opening the run …" />}
      </>
    );
  }
  const status = statusOf(run);
  return (
    <div className={styles.page}>
      <PageTitle title={run.name}>
        <nav className={styles.crumbs} aria-label="Path">
          <Link to="/runs">Runs</Link>
          <span aria-hidden="true">/</span>
          <h1 title={run.name}>{run.name}</h1>
        </nav>
      </PageTitle>
      <RunHeader run={run} figures={live.figures} />
      <div className={`${styles.scope} ${link.phase === 'lost' && isLive(run) ? 'stale' : ''}`}>
        <FrameView run={run} figures={live.figures} newest={live.episodes.at(-1)} />
        <Charts key={runId} run={run} feed={feed} newest={live.episodes.at(-1)} search={search} onChange={change} />
      </div>
      <RunTabs run={run} live={live} search={search} failed={status === 'failed' || status === 'damaged'} onChange={change} />
    </div>
  );
}

function MissingRun({ error, retry }: { error: Error; retry: () => void }) {
  const gone = error instanceof ApiError && error.status === 404;
  return (
    <EmptyState
      title={gone ? 'This run does not exist' : 'The run could not be opened'}
      action={
        <div style={{ display: 'flex', gap: 8 }}>
          {!gone && <Button size="xs" onClick={retry}>Try again</Button>}
          <Button size="xs" variant="default" renderRoot={(props) => <Link to="/runs" {...props} />}>All runs</Button>
        </div>
      }
    >
      {error.message}
    </EmptyState>
  );
}
