import { ActionIcon, Tooltip } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { Icon } from './Icon';
import styles from './CommandLine.module.css';

/** A command that can be copied whole. */
export function CommandLine({ text, label = 'The same on the command line' }: { text: string; label?: string }) {
  const clipboard = useClipboard({ timeout: 1500 });
  return (
    <div className={styles.line}>
      <span className={styles.prompt} aria-hidden="true">$</span>
      <code className={styles.text} data-testid="command-line" aria-label={label} title={text}>{text}</code>
      <Tooltip label={clipboard.copied ? 'Copied' : 'Copy'}>
        <ActionIcon variant="subtle" color="gray" aria-label={clipboard.copied ? 'Copied' : 'Copy the command'} onClick={() => clipboard.copy(text)}>
          <Icon name={clipboard.copied ? 'check' : 'copy'} size={14} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
