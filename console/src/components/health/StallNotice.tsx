import type { Pipeline } from '../../api/types';
import { stallOf } from '../../lib/stall';
import { Notice } from '../Notice';

/** Storage that stands still, and what that means for the training; nothing while it is well. */
export function StallNotice({ pipeline, blocking }: { pipeline: Pipeline; blocking: boolean }) {
  const stall = stallOf(pipeline, blocking);
  return stall && (
    <div data-testid="storage-stall">
      <Notice kind={blocking ? 'error' : 'warning'} title={stall.title}>{stall.text}</Notice>
    </div>
  );
}
