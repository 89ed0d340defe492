import type { SettingOrigin } from '../../api/settingTypes';
import { originWords } from '../../lib/settingsView';
import styles from './OriginBadge.module.css';

/** Filled in as many steps as the layer is strong, so that colour is never alone. */
const strength: Record<SettingOrigin, number> = { default: 0, file: 1, stored: 2, dotenv: 3, environment: 4, 'command-line': 5 };

/** The layer that a value comes from. */
export function OriginBadge({ origin }: { origin: SettingOrigin }) {
  const height = 2 * strength[origin];
  return (
    <span className={styles.badge} data-origin={origin} data-testid="origin">
      <svg width="7" height="12" viewBox="0 0 7 12" aria-hidden="true">
        <rect x="0.5" y="0.5" width="6" height="11" rx="1.5" fill="none" stroke="currentColor" />
        <rect x="1.5" y={11 - height} width="4" height={height} fill="currentColor" />
      </svg>
      {originWords[origin] ?? origin}
    </span>
  );
}
