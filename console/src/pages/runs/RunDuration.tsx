import type { RunRow } from '../../api/types';
import { useNow } from '../../hooks/useNow';
import { runTime } from '../../lib/format';
import { elapsedSeconds } from '../../lib/status';

/** How long a run took, or has taken so far. */
export function RunDuration({ run }: { run: Pick<RunRow, 'started_us' | 'ended_us'> }) {
  return <>{runTime(elapsedSeconds(run, useNow()), run.ended_us !== null)}</>;
}
