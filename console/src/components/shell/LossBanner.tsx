import { Button } from '@mantine/core';
import { liveSocket } from '../../api/shared';
import { useLink } from '../../hooks/useLive';
import { useNow } from '../../hooks/useNow';
import { clock, duration } from '../../lib/format';
import styles from './LossBanner.module.css';

/** Says since when the page stands still, and what to do; goes by itself. */
export function LossBanner() {
  const link = useLink();
  const now = useNow();
  if (link.phase !== 'lost') return null;
  return (
    <div className={styles.banner} role="alert">
      <span>
        The daemon has not answered since {clock(link.since * 1000)} ({duration((now - link.since) / 1000)}). Grey parts show what
        was last known. Workers go on without it; start it again with <code>palestra up</code>.
      </span>
      <Button size="compact-xs" variant="default" flex="none" onClick={() => liveSocket.retryNow()}>Try now</Button>
    </div>
  );
}
