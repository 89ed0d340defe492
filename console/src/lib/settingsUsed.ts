import type { Setting } from '../api/settingTypes';
import type { SettingUsed } from '../api/types';
import { textOfSetting } from './settingValue';

export interface ComparedSetting extends SettingUsed {
  /** The present value; null when there is no such setting any more, undefined while nobody knows. */
  now: string | null | undefined;
  differs: boolean;
}

/** The settings of a run beside those in force now. What a secret is or was is never compared. */
export function compareSettings(used: readonly SettingUsed[], present: readonly Setting[] | undefined): ComparedSetting[] {
  if (!present) return used.map((setting) => ({ ...setting, now: undefined, differs: false }));
  const rows = new Map(present.map((setting) => [setting.key, setting]));
  return used.map((setting) => {
    const row = rows.get(setting.key);
    if (!row) return { ...setting, now: null, differs: true };
    const now = textOfSetting(row.value);
    return { ...setting, now, differs: !row.secret && now !== setting.value };
  });
}
