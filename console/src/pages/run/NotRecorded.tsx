import styles from './ModeControl.module.css';

/** The mark of fast-lane-only: a record button, struck out. */
export function NotRecorded({ live }: { live: boolean }) {
  const words = live ? 'Steps are not recorded' : 'its last steps were not recorded';
  return (
    <span className={styles.unrecorded} data-testid="not-recorded" title="Only frames and figures are sent. Steps taken meanwhile are on no disk; the log says how many. Recording begins and ends with an episode.">
      <svg width="13" height="13" viewBox="0 0 13 13" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" aria-hidden="true">
        <circle cx="6.5" cy="6.5" r="4" />
        <path d="M1.8 11.2l9.4-9.4" />
      </svg>
      {words}
    </span>
  );
}
