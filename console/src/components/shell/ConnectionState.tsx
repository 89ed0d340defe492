import { Popover, UnstyledButton } from '@mantine/core';
import { useLink } from '../../hooks/useLive';
import { clock } from '../../lib/format';
import { DaemonDetail } from './DaemonDetail';
import styles from './ConnectionState.module.css';

/** Words for the link to the daemon; the popover says more. */
export function ConnectionState() {
  const link = useLink();
  const words =
    link.phase === 'connected'
      ? 'connected'
      : link.phase === 'lost'
        ? `reconnecting since ${clock(link.since * 1000)}`
        : 'connecting';
  return (
    <Popover position="bottom-end" width={330} shadow="md" withinPortal>
      <Popover.Target>
        <UnstyledButton className={styles.state} data-phase={link.phase} aria-label={`Daemon: ${words}. Show details`}>
          <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
            {link.phase === 'connected' ? (
              <circle cx="5" cy="5" r="4.5" fill="currentColor" />
            ) : (
              <circle cx="5" cy="5" r="3.5" fill="none" stroke="currentColor" strokeWidth="2" />
            )}
          </svg>
          <span data-testid="connection-state" data-phase={link.phase} role="status">{words}</span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <DaemonDetail />
      </Popover.Dropdown>
    </Popover>
  );
}
