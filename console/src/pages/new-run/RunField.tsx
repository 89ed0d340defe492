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
  onField: (field: string, text: string) => void;
}

/** One of the form's own fields: default, range, unit and help are the daemon's. */
export function RunField({ name, label, field, text, error, help = field?.description, placeholder, onField }: Props) {
  const range = field && field.type !== 'string' ? rangeText(field) : '';
  return (
    <TextInput
      size="xs"
      label={label}
      description={(help || range) && <>{help}{range && <span className={styles.range}>{range}</span>}</>}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      error={error}
      placeholder={placeholder ?? (field && presetOf(field))}
      inputMode={name === 'name' ? 'text' : field?.type === 'float' ? 'decimal' : 'numeric'}
      autoComplete="off"
      data-testid={`new-run-${name}`}
      value={text}
      onChange={(event) => onField(name, event.currentTarget.value)}
    />
  );
}
