import { Checkbox } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import type { RunRow } from '../../api/types';
import { useHotkey } from '../../hooks/useHotkey';
import type { RunsSearch } from '../../lib/runsView';
import { columns, gridTemplate, rowHeight } from './columns';
import { RunsHeaderCell } from './RunsHeaderCell';
import { RunsRow } from './RunsRow';
import styles from './RunsTable.module.css';

interface Props {
  runs: RunRow[];
  loaded: boolean;
  search: RunsSearch;
  onChange: (part: Partial<RunsSearch>) => void;
  selected: ReadonlySet<string>;
  onSelect: (ids: string[], on: boolean) => void;
  onClearSelection: () => void;
}

export function RunsTable({ runs, loaded, search, onChange, selected, onSelect, onClearSelection }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const navigate = useNavigate();
  const [activeId, setActiveId] = useState<string | null>(null);
  const active = activeId === null ? -1 : runs.findIndex((run) => run.run_id === activeId);
  const rows = useVirtualizer({
    count: runs.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => runs[index]?.run_id ?? index,
    overscan: 12,
    scrollPaddingStart: 32,
  });

  const focusWanted = useRef(false);
  useEffect(() => {
    if (!focusWanted.current || activeId === null) return;
    focusWanted.current = false;
    scroller.current?.querySelector<HTMLElement>(`[data-testid="run-row-${CSS.escape(activeId)}"]`)?.focus({ preventScroll: true });
  });

  const open = (id: string) => void navigate({ to: '/runs/$runId', params: { runId: id } });
  const move = (to: number) => {
    const index = Math.min(Math.max(to, 0), runs.length - 1);
    const run = runs[index];
    if (!run) return;
    rows.scrollToIndex(index);
    focusWanted.current = true;
    setActiveId(run.run_id);
  };
  useHotkey(['j', 'ArrowDown'], () => move(active + 1));
  useHotkey(['k', 'ArrowUp'], () => move(active < 0 ? 0 : active - 1));
  useHotkey('Home', () => move(0));
  useHotkey('End', () => move(runs.length - 1));
  useHotkey('x', () => activeId !== null && active >= 0 && onSelect([activeId], !selected.has(activeId)));
  useHotkey('Escape', onClearSelection);

  const allSelected = runs.length > 0 && runs.every((run) => selected.has(run.run_id));
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="grid"
      aria-label="Runs"
      aria-rowcount={runs.length + 1}
      aria-multiselectable="true"
      aria-busy={!loaded}
      data-testid="runs-table"
    >
      <div className={styles.header} role="row" aria-rowindex={1} style={{ gridTemplateColumns: gridTemplate }}>
        <div role="columnheader" className={styles.check}>
          <Checkbox
            size="xs"
            aria-label="Select all runs shown"
            checked={allSelected}
            indeterminate={!allSelected && runs.some((run) => selected.has(run.run_id))}
            onChange={(event) => onSelect(runs.map((run) => run.run_id), event.currentTarget.checked)}
          />
        </div>
        {columns.map((column) => (
          <RunsHeaderCell key={column.key} column={column} search={search} onChange={onChange} />
        ))}
      </div>
      <div className={styles.body} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((item) => {
          const run = runs[item.index];
          return run && (
            <RunsRow
              key={run.run_id}
              run={run}
              index={item.index}
              top={item.start}
              focusable={item.index === Math.max(active, 0)}
              active={item.index === active}
              selected={selected.has(run.run_id)}
              onOpen={open}
              onActivate={setActiveId}
              onSelect={onSelect}
            />
          );
        })}
      </div>
    </div>
  );
}
