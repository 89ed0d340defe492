import { Select, Switch, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useMemo, useState } from 'react';
import type { LogLine, Run } from '../../api/types';
import { Icon } from '../../components/Icon';
import { severities, type RunSearch } from '../../lib/runSearch';

interface Props {
  run: Run;
  seen: readonly LogLine[];
  live: readonly LogLine[];
  search: RunSearch;
  follow: boolean;
  onFollow: (follow: boolean) => void;
  onChange: (part: Partial<RunSearch>, replace?: boolean) => void;
}

const usualComponents = ['durable_path', 'fast_lane', 'health', 'run_bus', 'slow_lane', 'trainer', 'worker'];
const typingMs = 200;

/** What of the log is shown: each choice is in the address. */
export function LogFilters({ run, seen, live, search, follow, onFollow, onChange }: Props) {
  const [typed, setTyped] = useState(search.text ?? '');
  useEffect(() => setTyped(search.text ?? ''), [search.text]);
  const send = useDebouncedCallback((text: string) => onChange({ text: text.trim() || undefined }, true), typingMs);
  const choices = (usual: readonly string[], of: (line: LogLine) => string | null, chosen: string | undefined) =>
    [...new Set([...usual, ...live.map(of), ...seen.map(of), chosen])].filter((value) => value !== null && value !== undefined).sort();
  const components = useMemo(() => choices(usualComponents, (line) => line.component, search.component), [live, seen, search.component]);
  const agents = useMemo(
    () => choices(run.streams.map((stream) => stream.agent_id), (line) => line.agent_id, search.agent),
    [live, seen, run.streams, search.agent],
  );
  return (
    <>
      <TextInput
        size="xs"
        w={180}
        aria-label="Words in the line"
        placeholder="Words in the line"
        leftSection={<Icon name="search" size={12} />}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          send(event.currentTarget.value);
        }}
      />
      <Select
        size="xs"
        w={148}
        aria-label="Least severity"
        data={severities.map((value) => ({ value, label: value === 'debug' ? 'All severities' : value === 'error' ? 'Errors only' : `${value} and above` }))}
        value={search.severity ?? 'debug'}
        allowDeselect={false}
        onChange={(value) => onChange({ severity: value === 'debug' ? undefined : (value as RunSearch['severity']) }, true)}
      />
      <Select
        size="xs"
        w={150}
        aria-label="Component"
        placeholder="All components"
        clearable
        data={components}
        value={search.component ?? null}
        onChange={(value) => onChange({ component: value ?? undefined }, true)}
      />
      <Select
        size="xs"
        w={130}
        aria-label="Agent"
        placeholder="All agents"
        clearable
        data={agents}
        value={search.agent ?? null}
        onChange={(value) => onChange({ agent: value ?? undefined }, true)}
      />
      <Switch size="xs" className="nowrap" label="Follow the end" checked={follow} onChange={(event) => onFollow(event.currentTarget.checked)} />
    </>
  );
}
