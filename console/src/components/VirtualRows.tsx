import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, type ReactNode } from 'react';
import styles from './VirtualRows.module.css';

export interface VirtualColumn<T> {
  key: string;
  label: string;
  width: string;
  numeric?: boolean;
  cell: (row: T) => ReactNode;
}

interface Props<T> {
  label: string;
  columns: VirtualColumn<T>[];
  rows: T[];
  rowKey: (row: T) => string;
  minWidth: number;
  testId?: string;
  /** Said in place of rows when there are none. */
  empty?: string;
  /** Near the end of what is there. */
  onEnd?: () => void;
  /** The person left the top, or came back to it. */
  onTop?: (atTop: boolean) => void;
}

const rowHeight = 27;
const endMarginPx = 400;

/** A table of any length that draws only the rows in sight. */
export function VirtualRows<T>({ label, columns, rows, rowKey, minWidth, testId, empty, onEnd, onTop }: Props<T>) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  });
  const template = columns.map((column) => column.width).join(' ');
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="table"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      data-testid={testId}
      tabIndex={0}
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        onTop?.(scrollTop < rowHeight);
        if (scrollHeight - scrollTop - clientHeight < endMarginPx) onEnd?.();
      }}
    >
      <div className={styles.header} role="row" style={{ gridTemplateColumns: template, minWidth }}>
        {columns.map((column) => (
          <div key={column.key} role="columnheader" title={column.label} data-numeric={column.numeric || undefined}>{column.label}</div>
        ))}
      </div>
      {rows.length === 0 && empty && <p className={styles.empty}>{empty}</p>}
      <div role="rowgroup" style={{ position: 'relative', height: virtual.getTotalSize(), minWidth }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          return row !== undefined && (
            <div
              key={rowKey(row)}
              role="row"
              aria-rowindex={item.index + 2}
              className={styles.row}
              style={{ gridTemplateColumns: template, transform: `translateY(${item.start}px)` }}
            >
              {columns.map((column) => (
                <div key={column.key} role="cell" data-numeric={column.numeric || undefined}>{column.cell(row)}</div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}
