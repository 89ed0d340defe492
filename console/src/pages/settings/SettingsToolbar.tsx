import { ActionIcon, SegmentedControl, TextInput } from '@mantine/core';
import { useMemo, useRef } from 'react';
import type { Setting } from '../../api/settingTypes';
import { Icon } from '../../components/Icon';
import { useHotkey } from '../../hooks/useHotkey';
import { count } from '../../lib/format';
import type { Drafts } from '../../lib/settingDraft';
import { scoreOf } from '../../lib/settingSearch';
import { isNarrowed, narrowings, wholeHistory, type Narrowing, type SettingsSearch } from '../../lib/settingsView';
import styles from './SettingsToolbar.module.css';

interface Props {
  search: SettingsSearch;
  settings: readonly Setting[];
  drafts: Drafts;
  onChange: (part: Partial<SettingsSearch>, replace?: boolean) => void;
}

const labels: Record<Narrowing, string> = { changed: 'Not default', pending: 'Pending', pinned: 'Pinned' };

export function SettingsToolbar({ search, settings, drafts, onChange }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const historic = search.history !== undefined;
  useHotkey('/', () => {
    if (historic) onChange({ history: undefined });
    field.current?.focus();
    field.current?.select();
  });
  const found = useMemo(
    () => settings.filter((setting) => isNarrowed(setting, search.only) && scoreOf(setting, search.text ?? '') > 0).length,
    [settings, search.only, search.text],
  );
  const unsaved = Object.values(drafts).filter((draft) => !draft.busy).length;
  return (
    <div className={styles.bar} data-sticky>
      <TextInput
        ref={field}
        size="xs"
        className={styles.search}
        aria-label="Search settings"
        placeholder="Search: key, variable, help … ( / )"
        data-testid="settings-search"
        leftSection={<Icon name="search" size={14} />}
        rightSection={
          search.text && (
            <ActionIcon size="xs" variant="subtle" color="gray" aria-label="Clear the search" onClick={() => onChange({ text: undefined }, true)}>
              <Icon name="close" size={11} />
            </ActionIcon>
          )
        }
        value={search.text ?? ''}
        onChange={(event) => onChange({ text: event.currentTarget.value || undefined, group: undefined, history: undefined }, true)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
          if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
          event.preventDefault();
          document.querySelector<HTMLElement>('[data-setting]')?.focus();
        }}
      />
      <SegmentedControl
        size="xs"
        aria-label="Which settings"
        value={historic ? '' : (search.only ?? 'all')}
        data={[
          { value: 'all', label: 'All' },
          ...narrowings.map((only) => ({
            value: only,
            label: `${labels[only]} ${count(settings.filter((setting) => isNarrowed(setting, only)).length)}`,
          })),
        ]}
        onChange={(value) => onChange({ only: value === 'all' ? undefined : (value as Narrowing), group: undefined, history: undefined })}
      />
      <span className={styles.count} role="status">
        {settings.length > 0 && !historic && (found === settings.length ? `${count(found)} settings` : `${count(found)} of ${count(settings.length)}`)}
        {unsaved > 0 && <strong>{`, ${unsaved} not saved`}</strong>}
      </span>
      <span className={styles.keys} aria-hidden="true"><kbd>j</kbd><kbd>k</kbd> move <kbd>↵</kbd> edit <kbd>e</kbd> explain <kbd>h</kbd> history</span>
      <SegmentedControl
        size="xs"
        aria-label="View"
        data-testid="settings-view"
        value={historic ? 'history' : 'settings'}
        data={[{ value: 'settings', label: 'Settings' }, { value: 'history', label: 'History' }]}
        onChange={(value) => onChange({ history: value === 'history' ? wholeHistory : undefined })}
      />
    </div>
  );
}
