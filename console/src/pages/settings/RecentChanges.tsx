import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/client';
import { ChangeArrow } from '../../components/settings/ChangeArrow';
import { RelativeTime } from '../../components/RelativeTime';
import { settingKeys } from '../../hooks/useSettings';
import styles from './ExplainDrawer.module.css';

const recent = 5;

/** The newest changes of one setting. */
export function RecentChanges({ name }: { name: string }) {
  const history = useQuery({
    queryKey: [...settingKeys.history(name), 'recent'],
    queryFn: ({ signal }) => api.settingHistory({ key: name, limit: recent }, signal),
  });
  if (history.error) return <span className="dim">{history.error.message}</span>;
  if (!history.data) return <span className="dim">Reading the history …</span>;
  if (history.data.changes.length === 0) return <span className="dim">Nobody has changed it.</span>;
  return (
    <ul className={styles.recent}>
      {history.data.changes.map((change) => (
        <li key={change.id}>
          <ChangeArrow change={change} />
          <RelativeTime us={change.time_us} />
          <span className="dim">{change.who}, {change.via}</span>
        </li>
      ))}
    </ul>
  );
}
