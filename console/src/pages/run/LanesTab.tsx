import type { Run } from '../../api/types';
import { PipelineView } from '../../components/pipeline/PipelineView';
import { useLink, useSystem } from '../../hooks/useLive';
import { isLive } from '../../lib/status';
import styles from './RunTabs.module.css';

export function LanesTab({ run }: { run: Run }) {
  const { system, rates } = useSystem();
  const link = useLink();
  const pipeline = system?.runs.find((other) => other.run_id === run.run_id);
  if (!pipeline) {
    return (
      <div className={styles.pad}>
        <span className="dim">
          {isLive(run) ? 'Waiting for the lanes of this run …' : 'Lanes exist while a run goes on; this one has ended. Its receipt says whether everything arrived.'}
        </span>
      </div>
    );
  }
  return (
    <div className={`${styles.pad} ${link.phase === 'lost' ? 'stale' : ''}`}>
      <PipelineView pipeline={pipeline} rates={rates[run.run_id]} />
    </div>
  );
}
