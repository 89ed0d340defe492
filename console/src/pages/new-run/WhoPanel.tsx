import { Select } from '@mantine/core';
import type { Algorithm, Environment } from '../../api/types';
import { Panel } from '../../components/Panel';
import type { RunForm } from '../../lib/runForm';
import { misfit } from '../../lib/spaces';
import { ParameterField } from './ParameterField';
import styles from './NewRunPage.module.css';

interface Props {
  algorithms: Algorithm[];
  algorithm: Algorithm | undefined;
  environment: Environment | undefined;
  form: RunForm;
  errors: Record<string, string>;
  onField: (field: string, text: string) => void;
  onChoice: (field: 'algo', id: string) => void;
}

export function WhoPanel({ algorithms, algorithm, environment, form, errors, onField, onChoice }: Props) {
  const problem = algorithm && environment ? misfit(algorithm, environment) : null;
  return (
    <Panel title="Who">
      <Select
        size="sm"
        label="Algorithm"
        data={algorithms.map((known) => {
          const reason = environment ? misfit(known, environment) : null;
          return { value: known.id, label: reason ? `${known.id} (${reason})` : known.id, disabled: reason !== null };
        })}
        value={algorithm?.id ?? form.algo ?? null}
        allowDeselect={false}
        error={errors.algo ?? (problem && environment ? `${algorithm?.id} ${problem}; ${environment.id} has others.` : undefined)}
        data-testid="new-run-algo"
        onChange={(id) => id && onChoice('algo', id)}
      />
      {algorithm && (
        <>
          <p className={styles.summary}>{algorithm.summary}</p>
          <div className={styles.schema}>
            {algorithm.parameters.map((parameter) => (
              <ParameterField
                key={`${algorithm.id}/${parameter.name}`}
                parameter={parameter}
                text={form[`param.${parameter.name}`] ?? ''}
                error={errors[`param.${parameter.name}`]}
                onChange={(text) => onField(`param.${parameter.name}`, text)}
              />
            ))}
            {algorithm.parameters.length === 0 && <span className="dim">This algorithm has no parameters.</span>}
          </div>
        </>
      )}
    </Panel>
  );
}
