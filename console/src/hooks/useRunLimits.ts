import type { RunLimits } from '../lib/runForm';
import { textOfSetting } from '../lib/settingValue';
import { useSettings } from './useSettings';

/** What the settings in force say about runs: what a form shows where nothing is typed, and what it allows. */
export function useRunLimits(): RunLimits {
  const settings = useSettings().data?.settings;
  const valueOf = (key: string) => settings?.find((setting) => setting.key === key)?.value ?? undefined;
  const number = (value: ReturnType<typeof valueOf>) => (value === undefined ? undefined : Number(value));
  const seed = valueOf('run.default_seed');
  return {
    mostEnvs: number(valueOf('trainer.max_num_envs')),
    episodes: number(valueOf('trainer.default_episodes')),
    seed: seed === undefined ? undefined : textOfSetting(seed),
  };
}
