import { Link } from '@tanstack/react-router';
import type { Pipeline, RunRow } from '../../api/types';
import { HealthFacts } from '../../components/health/HealthFacts';
import { StatusBadge } from '../../components/StatusBadge';
import { statusOf } from '../../lib/status';
import styles from './SystemPage.module.css';

export function PipelineHeader({ pipeline, run }: { pipeline: Pipeline; run: RunRow | undefined }) {
  return (
    <header className={styles.runHeader}>
      <h2>
        <Link to="/runs/$runId" params={{ runId: pipeline.run_id }}>{run?.name ?? pipeline.run_id}</Link>
      </h2>
      <StatusBadge quiet status={statusOf({ status: pipeline.state, outcome: run?.outcome ?? null, damaged: null })} />
      {run && <span className="dim">{run.env_id}, {run.algorithm}, {run.telemetry_mode}</span>}
      <span className={styles.health}><HealthFacts pipeline={pipeline} /></span>
    </header>
  );
}
