import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../api/client';
import type { TelemetryMode } from '../api/types';

export type RunControl = { act: 'stop' | 'pause' | 'resume' } | { act: 'rate'; rate: number } | { act: 'mode'; mode: TelemetryMode };

/** Pause, resume, stop, pace and telemetry mode; what the daemon answers is shown at once, the live socket says the rest. */
export function useRunControl(runId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (control: RunControl) =>
      control.act === 'rate'
        ? api.rate(runId, control.rate)
        : control.act === 'mode'
          ? api.mode(runId, control.mode)
          : api[control.act](runId),
    onSuccess: (run) => queries.setQueryData(['run', runId], run),
  });
}
