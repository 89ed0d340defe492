import { useClipboard } from '@mantine/hooks';
import { Icon } from './Icon';
import styles from './CopyText.module.css';

/** A short text that a click copies. */
export function CopyText({ text, what }: { text: string; what: string }) {
  const clipboard = useClipboard({ timeout: 1500 });
  return (
    <button type="button" className={styles.copy} title={`Copy the ${what}`} aria-label={`${text}: copy the ${what}`} onClick={() => clipboard.copy(text)}>
      <code>{text}</code>
      <Icon name={clipboard.copied ? 'check' : 'copy'} size={11} />
      <span className="visually-hidden" role="status">{clipboard.copied ? 'Copied' : ''}</span>
    </button>
  );
}
