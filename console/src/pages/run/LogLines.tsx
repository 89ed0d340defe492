import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { LogLine } from '../../api/types';
import { absolute, clock } from '../../lib/format';
import styles from './LogLines.module.css';

interface Props {
  lines: LogLine[];
  /** Said when there is none. */
  empty: string;
  follow: boolean;
  onFollow: (follow: boolean) => void;
  /** Someone asks what an id means; without it ids are not shown. */
  onId?: (id: string) => void;
  /** The id that is explained. */
  shownId?: string;
}

const lineHeight = 20;
const atEndPx = 24;

export function LogLines({ lines, empty, follow, onFollow, onId, shownId }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    getItemKey: (index) => lines[index]?.seq ?? index,
    overscan: 20,
  });
  const newest = lines.at(-1)?.seq;
  useEffect(() => {
    if (follow && lines.length > 0) virtual.scrollToIndex(lines.length - 1, { align: 'end' });
  }, [follow, newest, lines.length, virtual]);
  return (
    <div
      ref={scroller}
      className={styles.log}
      data-ids={onId !== undefined || undefined}
      role="log"
      aria-live="off"
      aria-label="Log of the run"
      data-testid="log-view"
      tabIndex={0}
      onWheel={(event) => {
        if (event.deltaY < 0 && follow) onFollow(false);
      }}
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        if (!follow && scrollHeight - scrollTop - clientHeight < atEndPx && scrollTop > 0) onFollow(true);
      }}
    >
      {lines.length === 0 && <p className="dim" style={{ margin: 0, padding: '10px 16px' }}>{empty}</p>}
      <div style={{ position: 'relative', height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const line = lines[item.index];
          return line && (
            <div
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              data-severity={line.severity}
              className={styles.line}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <time title={absolute(line.time_us)}>{clock(line.time_us, true)}</time>
              <span className={styles.severity}>{line.severity}</span>
              <span className={styles.component} title={line.id}>{line.component}</span>
              {onId && (
                <button type="button" className={styles.id} aria-pressed={line.id === shownId} title={`What ${line.id} means`} onClick={() => onId(line.id)}>
                  {line.id}
                </button>
              )}
              <span className={styles.message}>{line.agent_id && <span className={styles.agent}>{line.agent_id} </span>}{line.message}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
