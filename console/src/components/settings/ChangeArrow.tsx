import { shown } from '../../lib/settingsView';
import styles from './ChangeArrow.module.css';

/** Old and new value of a layer; a layer that says nothing is unset. */
export function ChangeArrow({ change }: { change: { old: string | null; new: string | null } }) {
  return (
    <span className={styles.change}>
      <Side text={change.old} />
      <span className="dim" aria-label="became">→</span>
      <Side text={change.new} />
    </span>
  );
}

function Side({ text }: { text: string | null }) {
  return text === null ? <span className="dim">unset</span> : <code title={text}>{shown(text)}</code>;
}
