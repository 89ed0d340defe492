import { Checkbox } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { RunRow } from '../../api/types';
import { StatusBadge } from '../../components/StatusBadge';
import { idShort } from '../../lib/format';
import { progressOf, statusOf } from '../../lib/status';
import { gridTemplate } from './columns';
import { RunFigures } from './RunFigures';
import styles from './RunsTable.module.css';

interface Props {
  run: RunRow;
  index: number;
  top: number;
  focusable: boolean;
  active: boolean;
  selected: boolean;
  onOpen: (id: string) => void;
  onActivate: (id: string) => void;
  onSelect: (ids: string[], on: boolean) => void;
}

export const RunsRow = memo(function RunsRow(props: Props) {
  const { run, index, top, focusable, active, selected, onOpen, onActivate, onSelect } = props;
  const status = statusOf(run);
  const progress = status === 'running' || status === 'paused' ? progressOf(run) : null;
  const failure = status === 'failed' ? run.reason : null;
  return (
    <div
      role="row"
      className={styles.row}
      style={{ gridTemplateColumns: gridTemplate, transform: `translateY(${top}px)` }}
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-active={active || undefined}
      data-testid={`run-row-${run.run_id}`}
      tabIndex={focusable ? 0 : -1}
      onClick={() => onOpen(run.run_id)}
      onFocus={() => onActivate(run.run_id)}
      onKeyDown={(event) => event.key === 'Enter' && event.target === event.currentTarget && onOpen(run.run_id)}
    >
      <div role="gridcell" className={styles.check} onClick={(event) => event.stopPropagation()}>
        <Checkbox
          size="xs"
          tabIndex={-1}
          aria-label={`Select ${run.name}`}
          checked={selected}
          onChange={(event) => onSelect([run.run_id], event.currentTarget.checked)}
        />
      </div>
      <div role="gridcell" title={run.damaged ?? run.reason ?? undefined}><StatusBadge status={status} /></div>
      <div role="gridcell" className={styles.name}>
        <Link
          to="/runs/$runId"
          params={{ runId: run.run_id }}
          className={styles.link}
          title={run.name === run.run_id ? run.run_id : `${run.name} (${run.run_id})`}
          tabIndex={-1}
          onClick={(event) => event.stopPropagation()}
        >
          {idShort(run.name)}
        </Link>
        {failure && <span className={styles.failure} title={failure}>{failure}</span>}
      </div>
      {run.damaged ? (
        <div role="gridcell" className={styles.damage} title={run.damaged}>{run.damaged}</div>
      ) : (
        <RunFigures run={run} progress={progress} />
      )}
    </div>
  );
});
