import type { ReactNode } from 'react';
import styles from './PipelineDiagram.module.css';

interface Props {
  area: string;
  title: string;
  state: 'ok' | 'bad' | 'idle';
  word?: string;
  /** Name, value, and whether the value asks for attention. */
  rows: [string, ReactNode, boolean?][];
}

export function DiagramNode({ area, title, state, word, rows }: Props) {
  return (
    <div className={styles.node} style={{ gridArea: area }} data-state={state} role="group" aria-label={title}>
      <header>
        <h3>{title}</h3>
        {word && <span className={styles.word}>{word}</span>}
      </header>
      <dl>
        {rows.map(([name, value, warn]) => (
          <div key={name} data-warn={warn || undefined}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
