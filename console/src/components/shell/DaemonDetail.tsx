import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/client';
import { useLink } from '../../hooks/useLive';
import { bytes, count } from '../../lib/format';
import { Facts } from '../Facts';
import { RelativeTime } from '../RelativeTime';

/** Workers, link, disk: what one dot cannot say. */
export function DaemonDetail() {
  const link = useLink();
  const { data: system } = useQuery({
    queryKey: ['system'],
    queryFn: ({ signal }) => api.system(signal),
    refetchInterval: 2000,
    enabled: link.phase === 'connected',
  });
  if (!system) return <span className="dim">{link.phase === 'lost' ? 'Nothing is known while the daemon is away.' : 'Asking the daemon …'}</span>;
  return (
    <Facts
      rows={[
        ['Link', link.phase === 'connected' ? <>since <RelativeTime us={link.since * 1000} /></> : 'lost'],
        ['Workers', `${count(system.workers.running)} running, ${count(system.workers.connected)} connected`],
        ['Disk', `${bytes(system.disk.free_bytes)} free of ${bytes(system.disk.total_bytes)}`],
        ['Version', `${system.version}, process ${system.pid}`],
        ['Started', <RelativeTime us={system.started_us} />],
      ]}
    />
  );
}
