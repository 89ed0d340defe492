import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../api/client';
import { fieldsOf, type RunFields } from '../lib/runForm';
import { settingKeys, useSettingsNews } from './useSettings';

/** Default, range and help of the fields of a new run; asked again whenever settings change. */
export function useRunFields(): RunFields {
  useSettingsNews();
  const { data } = useQuery({ queryKey: settingKeys.runFields, queryFn: ({ signal }) => api.runFields(signal), staleTime: 30_000 });
  return useMemo(() => fieldsOf(data ?? []), [data]);
}
