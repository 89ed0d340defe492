import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '../api/client';
import { systemFeed } from '../api/shared';
import type { RunSettingChange } from '../api/settingTypes';
import { settingKeys } from './useSettings';

/** The run notes a change with its next commit, a moment after the change is news. */
const notedAfterMs = 1500;
const none: RunSettingChange[] = [];

/** Settings that changed while the run was live. */
export function useRunSettingChanges(runId: string, live: boolean): RunSettingChange[] {
  const changes = useQuery({
    queryKey: settingKeys.ofRun(runId),
    queryFn: ({ signal }) => api.runSettingChanges(runId, signal),
    staleTime: live ? 0 : Infinity,
  });
  const { refetch } = changes;
  useEffect(() => {
    if (!live) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const leave = systemFeed.onSettings(() => {
      void refetch();
      clearTimeout(timer);
      timer = setTimeout(() => void refetch(), notedAfterMs);
    });
    return () => {
      clearTimeout(timer);
      leave();
    };
  }, [live, refetch]);
  return changes.data ?? none;
}
