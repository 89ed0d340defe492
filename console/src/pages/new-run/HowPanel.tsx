import { Radio, Stack, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Panel } from '../../components/Panel';
import { count } from '../../lib/format';
import { telemetryModes, type RunForm, type RunLimits } from '../../lib/runForm';
import styles from './NewRunPage.module.css';

interface Props {
  form: RunForm;
  errors: Record<string, string>;
  limits: RunLimits;
  onField: (field: string, text: string) => void;
}

export function HowPanel({ form, errors, limits, onField }: Props) {
  const unlimited = !form.episodes?.trim() && !form.steps?.trim();
  const preset = limits.mode ?? 'dual-path';
  const paced = limits.rate !== undefined && limits.rate > 0;
  const field = (name: string) => ({
    size: 'xs',
    value: form[name] ?? '',
    error: errors[name],
    onChange: (event: { currentTarget: HTMLInputElement }) => onField(name, event.currentTarget.value),
  });
  return (
    <Panel title="How">
      <div className={styles.pair}>
        <TextInput {...field('episodes')} label="Episodes" description="Ends after this many" placeholder={unlimited ? String(limits.episodes ?? '') : 'no limit'} inputMode="numeric" data-testid="new-run-episodes" />
        <TextInput {...field('steps')} label="Steps" description="Or after this many" placeholder="no limit" inputMode="numeric" data-testid="new-run-steps" />
      </div>
      {unlimited && limits.episodes !== undefined && (
        <span className="dim">Without either, the run ends after {count(limits.episodes)} episodes (<Link to="/settings" search={{ key: 'trainer.default_episodes' }}>default_episodes</Link>).</span>
      )}
      <div className={styles.pair}>
        <TextInput {...field('seed')} label="Seed" description="Same seed, same steps" placeholder={limits.seed ?? ''} inputMode="numeric" data-testid="new-run-seed" />
        <TextInput {...field('envs')} label="Environments" description={limits.mostEnvs === undefined ? 'Side by side' : `Side by side, 1 to ${count(limits.mostEnvs)}`} placeholder="1" inputMode="numeric" data-testid="new-run-envs" />
      </div>
      <TextInput
        {...field('rate')}
        label="Pace"
        description="Most steps per second, over all environments; 0 is as fast as it goes. Can be changed while it runs."
        placeholder={paced ? String(limits.rate) : 'as fast as it goes'}
        inputMode="decimal"
        rightSection={<span className="dim" style={{ fontSize: 11 }}>steps/s</span>}
        rightSectionWidth={56}
      />
      <Radio.Group label="Telemetry mode" size="xs" value={form.mode ?? preset} error={errors.mode} onChange={(mode) => onField('mode', mode === preset ? '' : mode)}>
        <Stack gap={8} mt={6}>
          {telemetryModes.map((mode) => (
            <Radio key={mode.value} size="xs" value={mode.value} label={mode.label} description={mode.help} />
          ))}
        </Stack>
      </Radio.Group>
      <TextInput {...field('name')} label="Name" description="For people; the run id when left empty" placeholder="run id" />
    </Panel>
  );
}
