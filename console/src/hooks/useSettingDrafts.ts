import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import { api, ApiError } from '../api/client';
import type { ExplainedSetting, Setting, SettingsList } from '../api/settingTypes';
import { reduceDrafts, type Drafts } from '../lib/settingDraft';
import { checkSetting, wantedText } from '../lib/settingValue';
import { settingKeys, takeSetting } from './useSettings';

export interface SettingEdits {
  type: (setting: Setting, text: string) => void;
  cancel: (setting: Setting) => void;
  /** Stores what was typed; with `text`, that instead (a switch says its value and has it stored at once). */
  save: (setting: Setting, text?: string) => void;
  /** Takes the stored value away. */
  reset: (setting: Setting) => void;
  /** Stores what was typed although somebody else has changed the setting. */
  overwrite: (setting: Setting) => void;
}

const savedShownMs = 2500;

/** What is being typed on the page of settings, and what becomes of it. Survives searching and filtering. */
export function useSettingDrafts(settings: readonly Setting[]): [Drafts, SettingEdits, saved: ReadonlySet<string>] {
  const client = useQueryClient();
  const [drafts, dispatch] = useReducer(reduceDrafts, {});
  const [saved, setSaved] = useState<ReadonlySet<string>>(new Set());
  const latest = useRef(drafts);
  latest.current = drafts;

  useEffect(() => dispatch({ do: 'arrive', settings }), [settings]);

  const done = useCallback((key: string) => {
    setSaved((before) => new Set(before).add(key));
    setTimeout(() => setSaved((before) => new Set([...before].filter((other) => other !== key))), savedShownMs);
  }, []);

  /** Sends a change. The version counts per subsystem: when only a neighbour has changed, the change is sent again. */
  const send = useCallback(
    async (setting: Setting, base: string, change: (setting: Setting) => Promise<ExplainedSetting>) => {
      const { key } = setting;
      const take = (fresh: ExplainedSetting) =>
        client.setQueryData<SettingsList>(settingKeys.list, (held) => takeSetting(held, fresh));
      let row = setting;
      for (;;) {
        try {
          const fresh = await change(row);
          dispatch({ do: 'cancel', key });
          take(fresh);
          void client.invalidateQueries({ queryKey: ['settings'] });
          done(key);
          return;
        } catch (error) {
          if (!(error instanceof ApiError) || error.status !== 412) {
            dispatch({ do: 'refuse', key, sentence: (error as Error).message });
            return;
          }
        }
        try {
          const fresh = await api.setting(key);
          take(fresh);
          if (wantedText(fresh) !== base) {
            dispatch({ do: 'conflict', key, theirs: wantedText(fresh) });
            return;
          }
          row = fresh;
        } catch (error) {
          dispatch({ do: 'refuse', key, sentence: (error as Error).message });
          return;
        }
      }
    },
    [client, done],
  );

  const store = useCallback(
    (setting: Setting, text: string, base: string) => {
      const checked = checkSetting(setting, text);
      if (!checked.ok) return;
      dispatch({ do: 'save', key: setting.key });
      void send(setting, base, (row) => api.storeSetting(row, checked.json));
    },
    [send],
  );

  const edits = useRef<SettingEdits>({
    type: (setting, text) => dispatch({ do: 'type', setting, text }),
    cancel: (setting) => dispatch({ do: 'cancel', key: setting.key }),
    save: (setting, text) => {
      const draft = latest.current[setting.key];
      if (draft?.busy || (draft?.theirs ?? null) !== null) return;
      if (text !== undefined) dispatch({ do: 'type', setting, text });
      const typed = text ?? draft?.text;
      if (typed !== undefined) store(setting, typed, draft?.base ?? wantedText(setting));
    },
    reset: (setting) => {
      dispatch({ do: 'hold', setting });
      dispatch({ do: 'save', key: setting.key });
      void send(setting, wantedText(setting), (row) => api.unsetSetting(row));
    },
    overwrite: (setting) => {
      const draft = latest.current[setting.key];
      if (draft?.theirs == null) return;
      dispatch({ do: 'overwrite', key: setting.key });
      store(setting, draft.text, draft.theirs);
    },
  });
  return [drafts, edits.current, saved];
}
