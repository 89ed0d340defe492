import type { Pipeline } from '../../api/types';
import type { PipelineRates } from '../../lib/rates';
import { PipelineDiagram } from './PipelineDiagram';
import { SubscriberTable } from './SubscriberTable';

/** All that flows through one live run: the drawing, and the subscribers with their figures. */
export function PipelineView({ pipeline, rates }: { pipeline: Pipeline; rates: PipelineRates | undefined }) {
  return (
    <>
      <PipelineDiagram pipeline={pipeline} rates={rates} />
      <SubscriberTable pipeline={pipeline} rates={rates} />
    </>
  );
}
