import { Button } from '@mantine/core';
import { Link, useSearch } from '@tanstack/react-router';
import type { Pipeline, RunStatus } from '../../api/types';
import { EmptyState } from '../../components/EmptyState';
import { PageTitle } from '../../components/PageTitle';
import { StallNotice } from '../../components/health/StallNotice';
import { PipelineView } from '../../components/pipeline/PipelineView';
import { useLink, useRuns, useSystem } from '../../hooks/useLive';
import { DaemonFacts } from './DaemonFacts';
import { PipelineHeader } from './PipelineHeader';
import { RunsFlow } from './RunsFlow';
import styles from './SystemPage.module.css';

const activity: Partial<Record<RunStatus, number>> = { EXEC: 0, PAUSE: 1 };

/** What is at work comes first. */
function byActivity(a: Pipeline, b: Pipeline): number {
  return (activity[a.state] ?? 2) - (activity[b.state] ?? 2) || (a.run_id < b.run_id ? 1 : -1);
}

export function SystemPage() {
  const { system, rates, blocked } = useSystem();
  const { run: chosen } = useSearch({ from: '/system' });
  const { rows } = useRuns();
  const link = useLink();
  const runs = system?.runs.toSorted(byActivity) ?? [];
  const shown = runs.find((pipeline) => pipeline.run_id === chosen) ?? runs[0];
  return (
    <div className={`${styles.page} ${link.phase === 'lost' ? 'stale' : ''}`}>
      <PageTitle title="System" />
      {!system ? (
        <EmptyState title={link.phase === 'lost' ? 'The daemon does not answer' : 'Asking the daemon …'} />
      ) : (
        <>
          <DaemonFacts system={system} />
          {system.runs.length === 0 && (
            <div className={styles.empty}>
              <EmptyState title="Nothing runs now" action={<Button size="xs" renderRoot={(props) => <Link to="/new" {...props} />}>New run</Button>}>
                While a run goes on, its lanes are drawn here: what flows, what waits, and what was dropped.
              </EmptyState>
            </div>
          )}
          {runs.length > 0 && <RunsFlow runs={runs} rows={rows} shown={shown?.run_id} />}
          {shown && (
            <section className={styles.run} aria-label="Lanes of a run">
              <PipelineHeader pipeline={shown} run={rows.find((row) => row.run_id === shown.run_id)} />
              <StallNotice pipeline={shown} blocking={blocked.has(shown.run_id)} />
              <PipelineView pipeline={shown} rates={rates[shown.run_id]} />
            </section>
          )}
        </>
      )}
    </div>
  );
}
