import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api } from '../api/client';

/** Submits the demo as the daemon describes it, and opens it. */
export function useStartDemo() {
  const navigate = useNavigate();
  return useMutation({
    mutationFn: async () => api.submit(await api.demo()),
    onSuccess: (run) => navigate({ to: '/runs/$runId', params: { runId: run.run_id } }),
  });
}
