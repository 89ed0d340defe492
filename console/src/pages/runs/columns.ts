import type { SortKey } from '../../lib/runsView';

export interface Column {
  key: SortKey;
  label: string;
  width: string;
  numeric?: boolean;
  help?: string;
}

export const columns: Column[] = [
  { key: 'status', label: 'Status', width: '88px' },
  { key: 'name', label: 'Name', width: 'minmax(160px, 1.6fr)' },
  { key: 'env', label: 'Environment', width: 'minmax(118px, 1fr)' },
  { key: 'algorithm', label: 'Algorithm', width: 'minmax(74px, 0.4fr)' },
  { key: 'seed', label: 'Seed', width: '36px', numeric: true },
  { key: 'episodes', label: 'Episodes', width: '100px', numeric: true },
  { key: 'steps', label: 'Steps', width: '58px', numeric: true },
  { key: 'rate', label: 'Steps/s', width: '60px', numeric: true, help: 'Steps per second: now while it runs, on the whole once it has ended' },
  { key: 'return', label: 'Return', width: 'minmax(112px, 0.5fr)', numeric: true, help: 'Mean return of the last 100 episodes, and its course over the whole run' },
  { key: 'started', label: 'Started', width: '80px', numeric: true },
  { key: 'duration', label: 'Duration', width: '80px', numeric: true },
  { key: 'disk', label: 'Disk', width: '56px', numeric: true },
];

export const rowHeight = 34;
export const gridTemplate = `22px ${columns.map((column) => column.width).join(' ')}`;
