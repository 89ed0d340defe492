import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { api } from '../../api/client';
import { previewPath } from '../../api/paths';
import type { Values } from '../../api/types';
import styles from './NewRunPage.module.css';

const settleMs = 250;

/** The first frame with the chosen arguments; while they are not valid the last good one stays. */
export function Preview({ environment, args, valid }: { environment: string; args: Values; valid: boolean }) {
  const [wanted] = useDebouncedValue(previewPath(environment, args), settleMs);
  const [path, setPath] = useState(wanted);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    if (valid) setPath(wanted);
  }, [wanted, valid]);
  useEffect(() => setProblem(null), [path]);

  const explain = async () => {
    setProblem(await api.reason(path));
  };
  return (
    <div className={styles.preview}>
      {problem === null ? (
        <img src={path} alt={`First frame of ${environment} with these arguments`} onError={() => void explain()} />
      ) : (
        <p>No preview: {problem}</p>
      )}
    </div>
  );
}
