import type { Run } from '../../api/types';
import { HealthFacts } from '../../components/health/HealthFacts';
import { ObserverMeter } from '../../components/health/ObserverMeter';
import { StallNotice } from '../../components/health/StallNotice';
import { useLink, useSystem } from '../../hooks/useLive';
import type { useRunControl } from '../../hooks/useRunControl';
import { ModeControl } from './ModeControl';
import styles from './RunHeader.module.css';

/** A live run at a glance: is all of it alive, which lanes are open, and what does that cost. */
export function RunInstruments({ run, control }: { run: Run; control: ReturnType<typeof useRunControl> }) {
  const { system, blocked } = useSystem();
  const link = useLink();
  const pipeline = system?.runs.find((other) => other.run_id === run.run_id);
  const observer = pipeline?.observer ?? run.observer;
  return (
    <>
      <div className={`${styles.instruments} ${link.phase === 'lost' ? 'stale' : ''}`}>
        {pipeline ? <HealthFacts pipeline={pipeline} /> : <span className="dim">Asking for its health …</span>}
        <ModeControl run={run} control={control} />
        <span className={styles.observer}>
          {observer ? <ObserverMeter observer={observer} /> : <span className="dim">Cost of telemetry: with its first heartbeat</span>}
        </span>
      </div>
      {pipeline && <StallNotice pipeline={pipeline} blocking={blocked.has(run.run_id)} />}
    </>
  );
}
