import { Link } from '@tanstack/react-router';
import { Icon } from '../Icon';
import styles from './Rail.module.css';

const places = [
  { to: '/runs', icon: 'runs', label: 'Runs' },
  { to: '/new', icon: 'add', label: 'New run' },
  { to: '/system', icon: 'system', label: 'System' },
] as const;

export function Rail({ collapsed, onToggle }: { collapsed: boolean; onToggle: () => void }) {
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
        >
          <Icon name={place.icon} />
          <span className={styles.label}>{place.label}</span>
        </Link>
      ))}
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
    </nav>
  );
}
