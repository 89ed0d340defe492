import type { RunRow } from '../../api/types';
import { useNow } from '../../hooks/useNow';
import { duration } from '../../lib/format';
import { elapsedSeconds } from '../../lib/status';

/** How long a run took, or has taken so far. */
export function RunDuration({ run }: { run: Pick<RunRow, 'started_us' | 'ended_us'> }) {
  return <>{duration(elapsedSeconds(run, useNow()))}</>;
}
