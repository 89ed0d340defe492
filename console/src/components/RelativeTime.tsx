import { useNow } from '../hooks/useNow';
import { absolute, ago } from '../lib/format';

export function RelativeTime({ us }: { us: number | null | undefined }) {
  const now = useNow();
  if (us === null || us === undefined) return <span className="dim">–</span>;
  return <time dateTime={new Date(us / 1000).toISOString()} title={absolute(us)}>{ago(us, now)}</time>;
}
