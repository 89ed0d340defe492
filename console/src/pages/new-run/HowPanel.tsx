import { Radio, Stack } from '@mantine/core';
import { Panel } from '../../components/Panel';
import { presetMode, telemetryModes, type RunFields, type RunForm } from '../../lib/runForm';
import styles from './NewRunPage.module.css';
import { RunField } from './RunField';

interface Props {
  form: RunForm;
  errors: Record<string, string>;
  fields: RunFields;
  onField: (field: string, text: string) => void;
}

export function HowPanel({ form, errors, fields, onField }: Props) {
  const unlimited = !form.episodes?.trim() && !form.steps?.trim();
  const preset = presetMode(fields);
  const field = (name: string) => ({ name, field: fields[name], text: form[name] ?? '', error: errors[name], onField });
  return (
    <Panel title="How">
      <div className={styles.pair}>
        <RunField {...field('episodes')} label="Episodes" help={unlimited ? 'Without a limit of your own: so many episodes.' : 'Ends after so many episodes.'} placeholder={unlimited ? undefined : 'no limit'} />
        <RunField {...field('steps')} label="Steps" help="Ends after so many steps, or episodes, whichever comes first." placeholder="no limit" />
      </div>
      <div className={styles.pair}>
        <RunField {...field('seed')} label="Seed" help="Equal seeds give equal trajectories." />
        <RunField {...field('envs')} label="Environments" />
      </div>
      <RunField {...field('rate')} label="Pace" placeholder={fields.rate?.default ? undefined : 'as fast as it goes'} />
      <Radio.Group label="Telemetry mode" size="xs" value={form.mode ?? preset} error={errors.mode} onChange={(mode) => onField('mode', mode === preset ? '' : mode)}>
        <Stack gap={8} mt={6}>
          {telemetryModes.map((mode) => (
            <Radio key={mode.value} size="xs" value={mode.value} label={mode.label} description={mode.help} />
          ))}
        </Stack>
      </Radio.Group>
      <fieldset className={styles.resources} data-testid="new-run-resources">
        <legend>Resources</legend>
        <RunField {...field('cpus')} label="CPUs" compact />
        <RunField {...field('memory_mb')} label="Memory" compact />
        <RunField {...field('gpus')} label="GPUs" compact />
        <p className={styles.note}>Reserved while it runs: it starts once they are free.</p>
      </fieldset>
      <RunField {...field('name')} label="Name" placeholder="run id" />
    </Panel>
  );
}
