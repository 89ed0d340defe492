import { Button } from '@mantine/core';
import { useEffect, useMemo, useRef } from 'react';
import type { Setting } from '../../api/settingTypes';
import { EmptyState } from '../../components/EmptyState';
import { useHotkey } from '../../hooks/useHotkey';
import type { SettingEdits } from '../../hooks/useSettingDrafts';
import type { Drafts } from '../../lib/settingDraft';
import { groupsOf } from '../../lib/settingSearch';
import { reveal } from '../../lib/reveal';
import { isNarrowed, type SettingsSearch } from '../../lib/settingsView';
import { GroupIndex } from './GroupIndex';
import { SettingRow } from './SettingRow';
import styles from './SettingsList.module.css';

interface Props {
  settings: readonly Setting[];
  search: SettingsSearch;
  drafts: Drafts;
  edits: SettingEdits;
  saved: ReadonlySet<string>;
  onChange: (part: Partial<SettingsSearch>, replace?: boolean) => void;
}

const rowsInSight = () => [...document.querySelectorAll<HTMLElement>('[data-setting]')];

export function SettingsList({ settings, search, drafts, edits, saved, onChange }: Props) {
  const text = search.text ?? '';
  const groups = useMemo(
    () => groupsOf(settings.filter((setting) => isNarrowed(setting, search.only)), text),
    [settings, search.only, text],
  );

  const move = (by: number) => {
    const rows = rowsInSight();
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const next = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))];
    next?.focus({ preventScroll: true });
    if (next) reveal(next, 'nearest');
  };
  useHotkey(['j', 'ArrowDown'], () => move(1));
  useHotkey(['k', 'ArrowUp'], () => move(-1));

  // A permalink to a subsystem opens there; what comes in later does not pull the page back.
  const scrolled = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (search.group === scrolled.current || groups.length === 0) return;
    scrolled.current = search.group;
    const section = document.getElementById(`group-${search.group}`);
    if (section) reveal(section, 'start');
  }, [search.group, groups]);

  return (
    <div className={styles.body}>
      <GroupIndex groups={groups} chosen={search.group} onChoose={(group) => {
        scrolled.current = undefined;
        onChange({ group }, true);
      }} />
      <div className={styles.groups}>
        {groups.map(({ namespace, settings: rows }) => (
          <section key={namespace} id={`group-${namespace}`} className={styles.group} aria-label={namespace}>
            <h2>{namespace}</h2>
            <ul className={styles.rows}>
              {rows.map((setting) => (
                <SettingRow
                  key={setting.key}
                  setting={setting}
                  search={text}
                  draft={drafts[setting.key]}
                  saved={saved.has(setting.key)}
                  edits={edits}
                  onChange={onChange}
                />
              ))}
            </ul>
          </section>
        ))}
        {groups.length === 0 && (
          <EmptyState
            title="No setting matches"
            action={<Button size="xs" variant="default" onClick={() => onChange({ text: undefined, only: undefined })}>Show all settings</Button>}
          >
            {text !== '' ? `Nothing fits "${text}"${search.only ? ' among these' : ''}.` : search.only === 'pending' ? 'Everything that is stored is in force.' : 'There is none of this kind.'}
          </EmptyState>
        )}
      </div>
    </div>
  );
}
