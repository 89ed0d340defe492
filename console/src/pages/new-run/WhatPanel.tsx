import { Select } from '@mantine/core';
import type { Environment, RunRequest } from '../../api/types';
import { Facts } from '../../components/Facts';
import { Notice } from '../../components/Notice';
import { Panel } from '../../components/Panel';
import { byFamily } from '../../lib/environments';
import { count } from '../../lib/format';
import type { RunForm } from '../../lib/runForm';
import { spaceText } from '../../lib/spaces';
import { ParameterField } from './ParameterField';
import { Preview } from './Preview';
import styles from './NewRunPage.module.css';

interface Props {
  environments: Environment[];
  environment: Environment | undefined;
  form: RunForm;
  errors: Record<string, string>;
  request: RunRequest | null;
  onField: (field: string, text: string) => void;
  onChoice: (field: 'env', id: string) => void;
}

export function WhatPanel({ environments, environment, form, errors, request, onField, onChoice }: Props) {
  return (
    <Panel title="What">
      <Select
        size="sm"
        label="Environment"
        data={byFamily(environments)}
        value={environment?.id ?? form.env ?? null}
        searchable
        maxDropdownHeight={420}
        allowDeselect={false}
        nothingFoundMessage="No environment of this name"
        error={errors.env}
        data-testid="new-run-env"
        onChange={(id) => id && onChoice('env', id)}
      />
      {environment && (
        <>
          <p className={styles.summary}>{environment.summary}</p>
          {environment.deprecation && <Notice kind="warning" title="Deprecated">{environment.deprecation}</Notice>}
          <Preview environment={environment.id} args={request?.env_args ?? {}} valid={request !== null} />
          <Facts
            rows={[
              ['Actions', spaceText(environment.action_space)],
              ['Observations', spaceText(environment.observation_space)],
              ['Longest episode', environment.max_episode_steps === null ? 'no limit' : `${count(environment.max_episode_steps)} steps`],
              ['Solved at', environment.reward_threshold === null ? 'not defined' : `mean return ${environment.reward_threshold}`],
            ]}
          />
          <div className={styles.schema}>
            {environment.arguments.map((argument) => (
              <ParameterField
                key={`${environment.id}/${argument.name}`}
                parameter={argument}
                text={form[`arg.${argument.name}`] ?? ''}
                error={errors[`arg.${argument.name}`]}
                onChange={(text) => onField(`arg.${argument.name}`, text)}
              />
            ))}
          </div>
        </>
      )}
    </Panel>
  );
}
