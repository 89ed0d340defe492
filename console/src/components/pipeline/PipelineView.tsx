import type { Pipeline } from '../../api/types';
import type { PipelineRates } from '../../lib/rates';
import { CommitHistogram } from './CommitHistogram';
import { FlowFigures } from './FlowFigures';
import { HeartbeatTable } from './HeartbeatTable';
import { PipelineDiagram } from './PipelineDiagram';
import styles from './PipelineView.module.css';
import { SubscriberTable } from './SubscriberTable';

/** All that flows through one live run: the drawing, the subscribers, the components and every counter. */
export function PipelineView({ pipeline, rates }: { pipeline: Pipeline; rates: PipelineRates | undefined }) {
  return (
    <>
      <PipelineDiagram pipeline={pipeline} rates={rates} />
      <div className={styles.wide}><SubscriberTable pipeline={pipeline} rates={rates} /></div>
      <div className={styles.columns}>
        <div className={styles.wide}><HeartbeatTable pipeline={pipeline} /></div>
        <CommitHistogram durable={pipeline.durable} />
      </div>
      <FlowFigures pipeline={pipeline} />
    </>
  );
}
