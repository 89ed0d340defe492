import type { ReactNode } from 'react';
import styles from './Notice.module.css';

interface NoticeProps {
  kind: 'error' | 'warning' | 'info';
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

/** What happened and what to do, in place. */
export function Notice({ kind, title, children, action }: NoticeProps) {
  return (
    <div className={styles.notice} data-kind={kind} role={kind === 'error' ? 'alert' : 'status'}>
      <div className={styles.text}>
        <strong>{title}</strong>
        {children && <div>{children}</div>}
      </div>
      {action}
    </div>
  );
}
