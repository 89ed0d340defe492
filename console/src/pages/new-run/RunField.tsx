import { TextInput } from '@mantine/core';
import type { Parameter } from '../../api/types';
import { presetOf, rangeText } from '../../lib/parameters';
import styles from './NewRunPage.module.css';

interface Props {
  name: string;
  label: string;
  /** What the daemon says about it; undefined while nobody knows, or when it says nothing. */
  field: Parameter | undefined;
  /** As typed; empty means what the settings say. */
  text: string;
  error: string | undefined;
  /** Instead of the help or the default of the field. */
  help?: string;
  placeholder?: string;
  /** Little room: the help shows when the pointer rests on the field. */
  compact?: boolean;
  onField: (field: string, text: string) => void;
}

/** One of the form's own fields: default, range, unit and help are the daemon's. */
export function RunField({ name, label, field, text, error, help = field?.description, placeholder, compact, onField }: Props) {
  // A sentence on what is wrong says the range, too.
  const range = field && !error && field.type !== 'string' ? rangeText(field) : '';
  return (
    <TextInput
      size="xs"
      label={label}
      description={(help || range) && <>{help && <span className={compact ? 'visually-hidden' : undefined}>{help}</span>}{range && <span className={styles.range}>{range}</span>}</>}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      error={error}
      wrapperProps={compact ? { title: help } : undefined}
      placeholder={placeholder ?? (field && presetOf(field))}
      inputMode={name === 'name' ? 'text' : field?.type === 'float' ? 'decimal' : 'numeric'}
      autoComplete="off"
      data-testid={`new-run-${name}`}
      value={text}
      onChange={(event) => onField(name, event.currentTarget.value)}
    />
  );
}
