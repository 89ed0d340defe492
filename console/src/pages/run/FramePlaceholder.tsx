import { useState, type ReactNode } from 'react';
import { previewPath } from '../../api/paths';
import type { Run } from '../../api/types';
import styles from './FrameView.module.css';

/** Where no live frame is: the environment's first frame, plainly not live, and a sentence. */
export function FramePlaceholder({ run, children }: { run: Run; children: ReactNode }) {
  const [broken, setBroken] = useState(false);
  return (
    <>
      {!broken && (
        <img className={styles.preview} src={previewPath(run.env_id, run.env_args ?? {})} alt={`First frame of ${run.env_id}`} onError={() => setBroken(true)} />
      )}
      <p className={styles.none}>{children}</p>
    </>
  );
}
