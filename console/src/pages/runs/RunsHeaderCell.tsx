import type { RunsSearch } from '../../lib/runsView';
import type { Column } from './columns';
import styles from './RunsTable.module.css';

interface Props {
  column: Column;
  search: RunsSearch;
  onChange: (part: Partial<RunsSearch>) => void;
}

export function RunsHeaderCell({ column, search, onChange }: Props) {
  const sorted = (search.sort ?? 'started') === column.key;
  const direction = search.asc ? 'ascending' : 'descending';
  const sort = () => onChange(sorted ? { asc: search.asc ? undefined : true } : { sort: column.key, asc: column.numeric ? undefined : true });
  return (
    <div role="columnheader" aria-sort={sorted ? direction : 'none'} className={column.numeric ? styles.numeric : undefined}>
      <button type="button" className={styles.sort} data-sorted={sorted || undefined} title={column.help} onClick={sort}>
        {column.label}
        <span className={styles.arrow} aria-hidden="true">{sorted ? (search.asc ? '↑' : '↓') : ''}</span>
      </button>
    </div>
  );
}
