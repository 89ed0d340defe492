import type { Setting } from '../../api/settingTypes';
import { Icon } from '../../components/Icon';
import styles from './SettingMarks.module.css';

/** When a change takes effect, and what else is special about a setting. */
export function SettingMarks({ setting }: { setting: Setting }) {
  return (
    <>
      {setting.hot ? (
        <span className={styles.mark} data-kind="live" title="A change takes effect at once">
          <svg width="9" height="12" viewBox="0 0 9 12" aria-hidden="true"><path d="M5.5 0L0.5 7h3l-0.5 5 5-7.2h-3z" fill="currentColor" /></svg>
          live
        </span>
      ) : (
        <span className={styles.mark} title="A change takes effect when the daemon starts the next time">
          <Icon name="again" size={11} />
          restart
        </span>
      )}
      {setting.kill_switch && <span className={styles.mark} data-kind="switch" title="Stays on whenever the stored values cannot be read">kill switch</span>}
      {setting.secret && <span className={styles.mark} title="Never shown, and never stored">secret</span>}
      {setting.host_only && <span className={styles.mark} data-kind="pinned" title="Names code to execute, so it is never stored"><Icon name="lock" size={11} />not over HTTP</span>}
      {setting.bootstrap && <span className={styles.mark} data-kind="pinned" title="Needed to find the store, so it cannot be stored"><Icon name="lock" size={11} />at start only</span>}
      {setting.deprecated && <span className={styles.mark} data-kind="switch" title={setting.deprecated}>deprecated</span>}
      {setting.pinned && <span className={styles.mark} data-kind="pinned"><Icon name="lock" size={11} />pinned</span>}
      {setting.pending !== null && <span className={styles.mark} data-kind="pending">pending</span>}
    </>
  );
}
