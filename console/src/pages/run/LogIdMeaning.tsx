import { CloseButton, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/client';
import { meaningOf } from '../../lib/logView';
import styles from './LogIdMeaning.module.css';

interface Props {
  id: string;
  only: boolean;
  onOnly: (only: boolean) => void;
  onClose: () => void;
}

/** What an id of the log catalogue means, and a way to see its lines alone. */
export function LogIdMeaning({ id, only, onOnly, onClose }: Props) {
  const catalogue = useQuery({ queryKey: ['log-ids'], queryFn: ({ signal }) => api.logIds(signal), staleTime: Infinity });
  const known = catalogue.data?.find((entry) => entry.id === id);
  return (
    <section className={styles.meaning} aria-label={`Meaning of ${id}`} data-testid="log-id-meaning" onKeyDown={(event) => event.key === 'Escape' && onClose()}>
      <div className={styles.text}>
        <strong><code>{id}</code></strong>
        {known ? (
          <>
            <span className={styles.template}>“{known.template}”</span>
            <span className="dim">{meaningOf(known)}</span>
          </>
        ) : (
          <span className="dim">{catalogue.error ? catalogue.error.message : catalogue.isPending ? 'Looking it up …' : 'This daemon does not know it: the line is of another version.'}</span>
        )}
      </div>
      <Switch size="xs" label="Only its lines" checked={only} onChange={(event) => onOnly(event.currentTarget.checked)} />
      <CloseButton size="sm" aria-label="Close the meaning" onClick={onClose} />
    </section>
  );
}
