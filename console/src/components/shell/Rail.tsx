import { Link, useNavigate } from '@tanstack/react-router';
import { useHotkey } from '../../hooks/useHotkey';
import { Icon } from '../Icon';
import styles from './Rail.module.css';

const places = [
  { to: '/runs', icon: 'runs', label: 'Runs' },
  { to: '/new', icon: 'add', label: 'New run' },
  { to: '/system', icon: 'system', label: 'System' },
  { to: '/settings', icon: 'settings', label: 'Settings', hotkey: ',' },
] as const;

interface Props {
  collapsed: boolean;
  /** Undefined where there is room for icons only. */
  onToggle: (() => void) | undefined;
}

export function Rail({ collapsed, onToggle }: Props) {
  const navigate = useNavigate();
  useHotkey(',', () => void navigate({ to: '/settings' }));
  return (
    <nav className={styles.rail} data-collapsed={collapsed || undefined} aria-label="Main">
      <div className={styles.brand}>
        <img src="/icon.svg" width="24" height="24" alt="" />
        <span className={styles.label}>Palestra</span>
      </div>
      {places.map((place) => (
        <Link
          key={place.to}
          to={place.to}
          className={styles.place}
          activeProps={{ 'data-active': true, 'aria-current': 'page' }}
          title={collapsed ? place.label : undefined}
          aria-label={place.label}
          aria-keyshortcuts={'hotkey' in place ? place.hotkey : undefined}
        >
          <Icon name={place.icon} />
          <span className={styles.label}>{place.label}</span>
          {'hotkey' in place && <kbd className={styles.key} aria-hidden="true">{place.hotkey}</kbd>}
        </Link>
      ))}
      {onToggle && (
        <button
          type="button"
          className={styles.fold}
          onClick={onToggle}
          aria-expanded={!collapsed}
          aria-label={collapsed ? 'Expand the rail' : 'Collapse the rail'}
        >
          <Icon name={collapsed ? 'expand' : 'collapse'} />
          <span className={styles.label}>Collapse</span>
        </button>
      )}
    </nav>
  );
}
