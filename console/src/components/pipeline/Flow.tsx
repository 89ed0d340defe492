import styles from './PipelineDiagram.module.css';

interface Props {
  area: string;
  active: boolean;
  figure: string;
  /** On a line of its own, so that the arrow stays where it is while the figure grows. */
  unit?: string;
}

/** An arrow between two nodes; it moves while something flows. */
export function Flow({ area, active, figure, unit }: Props) {
  return (
    <div className={styles.flow} style={{ gridArea: area }}>
      <span>{figure}</span>
      {unit && <span>{unit}</span>}
      <svg aria-hidden="true">
        <line x1="0" y1="6" x2="100%" y2="6" className={`${styles.line} ${active ? styles.moving : ''}`} />
        <svg x="100%" y="0" overflow="visible">
          <path d="M-7 2L-1 6l-6 4" fill="none" stroke={active ? 'var(--running)' : 'var(--line-strong)'} strokeWidth="1.5" />
        </svg>
      </svg>
    </div>
  );
}
