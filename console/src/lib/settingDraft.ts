import type { Setting } from '../api/settingTypes';
import { wantedText } from './settingValue';

/** What was typed for one setting and is not saved. */
export interface SettingDraft {
  text: string;
  /** What the setting was when the typing began, or what the person chose to overwrite. */
  base: string;
  busy: boolean;
  /** The daemon's sentence. */
  refusal: string | null;
  /** What somebody else has made of it meanwhile. */
  theirs: string | null;
}

export type Drafts = Readonly<Record<string, SettingDraft>>;

export type DraftAction =
  | { do: 'type'; setting: Setting; text: string }
  | { do: 'hold'; setting: Setting }
  | { do: 'cancel'; key: string }
  | { do: 'save'; key: string }
  | { do: 'refuse'; key: string; sentence: string }
  | { do: 'conflict'; key: string; theirs: string }
  | { do: 'overwrite'; key: string }
  | { do: 'arrive'; settings: readonly Setting[] };

function without(drafts: Drafts, key: string): Drafts {
  const { [key]: _, ...others } = drafts;
  return others;
}

function untouched(setting: Setting): SettingDraft {
  return { text: wantedText(setting), base: wantedText(setting), busy: false, refusal: null, theirs: null };
}

function change(drafts: Drafts, key: string, part: Partial<SettingDraft>): Drafts {
  const draft = drafts[key];
  return draft ? { ...drafts, [key]: { ...draft, ...part } } : drafts;
}

export function reduceDrafts(drafts: Drafts, action: DraftAction): Drafts {
  switch (action.do) {
    case 'type': {
      const { setting, text } = action;
      const draft = drafts[setting.key];
      if (text === wantedText(setting)) return draft ? without(drafts, setting.key) : drafts;
      return { ...drafts, [setting.key]: { ...(draft ?? untouched(setting)), text, refusal: null } };
    }
    // Something is done to the setting although nothing was typed: a place for what the daemon says to it.
    case 'hold': {
      const { key } = action.setting;
      return drafts[key] ? drafts : { ...drafts, [key]: untouched(action.setting) };
    }
    case 'cancel':
      return without(drafts, action.key);
    case 'save':
      return change(drafts, action.key, { busy: true, refusal: null });
    case 'refuse':
      return change(drafts, action.key, { busy: false, refusal: action.sentence });
    case 'conflict':
      return change(drafts, action.key, { busy: false, theirs: action.theirs });
    case 'overwrite': {
      const draft = drafts[action.key];
      return draft?.theirs == null ? drafts : change(drafts, action.key, { base: draft.theirs, theirs: null });
    }
    case 'arrive':
      return arrive(drafts, action.settings);
  }
}

/** Somebody else changed a setting that is being typed: theirs is shown, what was typed stays. */
function arrive(drafts: Drafts, settings: readonly Setting[]): Drafts {
  let next = drafts;
  for (const setting of settings) {
    const draft = next[setting.key];
    if (!draft || draft.busy) continue;
    const theirs = wantedText(setting);
    if (theirs === draft.base) {
      if (draft.theirs !== null) next = change(next, setting.key, { theirs: null });
    } else if (theirs === draft.text) next = without(next, setting.key);
    else if (theirs !== draft.theirs) next = change(next, setting.key, { theirs });
  }
  return next;
}
