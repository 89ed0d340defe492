import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../api/client';

export type RunControl = { act: 'stop' | 'pause' | 'resume' } | { act: 'rate'; rate: number };

/** Pause, resume, stop and pace; what the daemon answers is shown at once, the live socket says the rest. */
export function useRunControl(runId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (control: RunControl) =>
      control.act === 'rate' ? api.rate(runId, control.rate) : api[control.act](runId),
    onSuccess: (run) => queries.setQueryData(['run', runId], run),
  });
}
