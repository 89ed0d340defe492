import { useQuery } from '@tanstack/react-query';
import { api } from '../api/client';

/** What this daemon offers; it changes only with the daemon. */
export function useEnvironments() {
  return useQuery({ queryKey: ['environments'], queryFn: ({ signal }) => api.environments(signal), staleTime: Infinity });
}

export function useAlgorithms() {
  return useQuery({ queryKey: ['algorithms'], queryFn: ({ signal }) => api.algorithms(signal), staleTime: Infinity });
}
