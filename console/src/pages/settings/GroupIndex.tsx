import { useEffect, useState } from 'react';
import { count } from '../../lib/format';
import type { SettingGroup } from '../../lib/settingSearch';
import styles from './GroupIndex.module.css';

interface Props {
  groups: SettingGroup[];
  chosen: string | undefined;
  onChoose: (namespace: string) => void;
}

/** The subsystem at the top of the page. */
function useInSight(groups: SettingGroup[]): string | undefined {
  const [shown, setShown] = useState<string | undefined>();
  useEffect(() => {
    const scroller = document.getElementById('content');
    if (!scroller) return;
    const look = () => {
      const top = scroller.getBoundingClientRect().top + 80;
      const sections = groups.map((group) => ({ group, at: document.getElementById(`group-${group.namespace}`)?.getBoundingClientRect() }));
      const atEnd = scroller.scrollTop > 0 && scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 2;
      const current = atEnd
        ? sections.findLast(({ at }) => at && at.top < scroller.getBoundingClientRect().bottom - 40)
        : sections.find(({ at }) => at && at.bottom > top);
      setShown(current?.group.namespace);
    };
    look();
    scroller.addEventListener('scroll', look, { passive: true });
    return () => scroller.removeEventListener('scroll', look);
  }, [groups]);
  return shown;
}

export function GroupIndex({ groups, chosen, onChoose }: Props) {
  const inSight = useInSight(groups);
  const [clicked, setClicked] = useState(chosen);
  // The one that was clicked is meant, also where the page is too short to bring it to the top.
  useEffect(() => setClicked(undefined), [inSight]);
  const current = clicked ?? inSight;
  return (
    <nav className={styles.index} aria-label="Subsystems">
      <ul>
        {groups.map(({ namespace, settings }) => (
          <li key={namespace}>
            <button
              type="button"
              aria-current={namespace === current || undefined}
              onClick={() => {
                onChoose(namespace);
                requestAnimationFrame(() => setClicked(namespace));
              }}
            >
              <span className="ellipsis">{namespace}</span>
              <span className={styles.count}>{count(settings.length)}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
