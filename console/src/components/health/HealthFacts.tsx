import { Tooltip } from '@mantine/core';
import type { Pipeline } from '../../api/types';
import { useNow } from '../../hooks/useNow';
import { explain, factsOf } from '../../lib/health';
import { ConditionMark } from './ConditionMark';
import styles from './HealthFacts.module.css';

/** Worker alive, link alive, storage alive: three facts, each with its word and shape; more on hover or focus. */
export function HealthFacts({ pipeline }: { pipeline: Pipeline }) {
  const now = useNow();
  return (
    <ul className={styles.facts} aria-label="Health">
      {factsOf(pipeline).map((fact) => {
        const more = explain(fact, pipeline.worker?.last_heartbeat_us, now);
        return (
          <li key={fact.name}>
            <Tooltip label={more} multiline maw={320} withArrow events={{ hover: true, focus: true, touch: true }}>
              <span
                className={styles.fact}
                tabIndex={0}
                role="status"
                aria-live="polite"
                aria-label={`${fact.label}: ${fact.words}`}
                data-condition={fact.condition}
                data-testid={`health-${fact.name}`}
              >
                <ConditionMark condition={fact.condition} />
                {fact.label} <span className={styles.words}>{fact.words}</span>
              </span>
            </Tooltip>
          </li>
        );
      })}
    </ul>
  );
}
