import { Select, Switch, TextInput } from '@mantine/core';
import type { Parameter } from '../../api/types';
import { hintOf, presetOf, textOf } from '../../lib/parameters';

interface Props {
  parameter: Parameter;
  /** As typed; empty means the default. */
  text: string;
  error: string | undefined;
  onChange: (text: string) => void;
}

/** The control that a schema asks for. */
export function ParameterField({ parameter, text, error, onChange }: Props) {
  const hint = hintOf(parameter);
  const preset = textOf(parameter.default);
  const help = (
    <>
      {parameter.description}
      {hint && <span style={{ display: 'block' }}>{hint}</span>}
    </>
  );
  if (parameter.type === 'bool') {
    const on = (text === '' ? preset : text) === 'true';
    return (
      <Switch
        size="xs"
        label={parameter.name}
        description={parameter.description}
        error={error}
        checked={on}
        onChange={(event) => onChange(String(event.currentTarget.checked) === preset ? '' : String(event.currentTarget.checked))}
      />
    );
  }
  if (parameter.allowed) {
    return (
      <Select
        size="xs"
        label={parameter.name}
        description={help}
        error={error}
        data={parameter.allowed.map(textOf)}
        value={text === '' ? preset : text}
        allowDeselect={false}
        onChange={(value) => onChange(value === null || value === preset ? '' : value)}
      />
    );
  }
  return (
    <TextInput
      size="xs"
      label={parameter.name}
      description={help}
      error={error}
      placeholder={presetOf(parameter)}
      inputMode={parameter.type === 'int' ? 'numeric' : parameter.type === 'float' ? 'decimal' : 'text'}
      value={text}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
