import type { SettingValue } from '../api/settingTypes';
import { telemetryModes, type RunLimits } from '../lib/runForm';
import { textOfSetting } from '../lib/settingValue';
import { useSettings } from './useSettings';

/** What the settings in force say about runs: what a form shows where nothing is typed, and what it allows. */
export function useRunLimits(): RunLimits {
  const settings = useSettings().data?.settings;
  const find = (key: string) => settings?.find((setting) => setting.key === key);
  const number = (value: SettingValue | null | undefined) => (value === null || value === undefined ? undefined : Number(value));
  const text = (key: string) => textOfSetting(find(key)?.value) || undefined;
  const rate = find('run.rate');
  return {
    mostEnvs: number(find('trainer.max_num_envs')?.value),
    episodes: number(find('trainer.default_episodes')?.value),
    seed: text('run.default_seed'),
    env: text('run.default_env'),
    mode: telemetryModes.find((mode) => mode.value === text('run.telemetry_mode'))?.value,
    rate: number(rate?.value),
    mostRate: number(rate?.max),
  };
}
