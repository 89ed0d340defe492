import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '../api/client';
import { systemFeed } from '../api/shared';
import type { ExplainedSetting, SettingsList } from '../api/settingTypes';

export const settingKeys = {
  list: ['settings', 'list'] as const,
  one: (key: string) => ['settings', 'one', key] as const,
  history: (key: string | undefined) => ['settings', 'history', key ?? ''] as const,
  runFields: ['settings', 'run-fields'] as const,
  ofRun: (runId: string) => ['settings', 'run', runId] as const,
};

/** The settings in force; whoever changes them, and wherever, it shows here. */
export function useSettings() {
  useSettingsNews();
  return useQuery({ queryKey: settingKeys.list, queryFn: ({ signal }) => api.settings(signal), staleTime: 30_000 });
}

/** Asks again for everything about settings as soon as the daemon says that something changed. */
export function useSettingsNews(): void {
  const client = useQueryClient();
  useEffect(
    () =>
      systemFeed.onSettings(({ problem }) => {
        client.setQueryData<SettingsList>(settingKeys.list, (held) => held && { ...held, problem });
        // The first news says that the daemon is heard from now on: what was asked before it may be out of date.
        void client.invalidateQueries({ queryKey: ['settings'] });
      }),
    [client],
  );
}

/** Puts an answer of the daemon in its place, ahead of the news; its neighbours have the same version. */
export function takeSetting(held: SettingsList | undefined, fresh: ExplainedSetting): SettingsList | undefined {
  return held && {
    ...held,
    settings: held.settings.map((row) =>
      row.key === fresh.key ? fresh
      : row.namespace === fresh.namespace && row.version < fresh.version ? { ...row, version: fresh.version }
      : row),
  };
}
