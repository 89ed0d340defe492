import { Button, Group, Modal } from '@mantine/core';
import { useState } from 'react';
import { api, ApiError } from '../../api/client';
import { runsFeed } from '../../api/shared';
import type { RunRow } from '../../api/types';
import { Notice } from '../../components/Notice';
import { bytes, count, plural } from '../../lib/format';
import styles from './DeleteDialog.module.css';

interface Props {
  runs: RunRow[];
  opened: boolean;
  onClose: () => void;
  onDeleted: () => void;
}

const named = 8;
const sum = (runs: RunRow[], value: (run: RunRow) => number) => runs.reduce((total, run) => total + value(run), 0);

/** Names what will be lost, and asks. */
export function DeleteDialog({ runs, opened, onClose, onDeleted }: Props) {
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState<string[]>([]);

  const remove = async () => {
    setBusy(true);
    const failed: string[] = [];
    const gone: string[] = [];
    for (const run of runs) {
      try {
        await api.remove(run.run_id);
        gone.push(run.run_id);
      } catch (error) {
        failed.push(`${run.name}: ${(error as ApiError).message}`);
      }
    }
    runsFeed.forget(gone);
    setBusy(false);
    setProblems(failed);
    if (failed.length === 0) {
      onClose();
      onDeleted();
    }
  };

  return (
    <Modal opened={opened} onClose={onClose} title={`Delete ${plural(runs.length, 'run')}?`} centered>
      <p className={styles.loss}>
        This deletes {plural(sum(runs, (run) => run.episodes), 'recorded episode')}, {plural(sum(runs, (run) => run.steps), 'step')} and{' '}
        {bytes(sum(runs, (run) => run.disk_bytes))} on disk. It cannot be undone.
      </p>
      <ul className={styles.names}>
        {runs.slice(0, named).map((run) => (
          <li key={run.run_id}>
            {run.name} <span className="dim">{run.env_id}, {plural(run.episodes, 'episode')}</span>
          </li>
        ))}
        {runs.length > named && <li className="dim">and {count(runs.length - named)} more</li>}
      </ul>
      {problems.length > 0 && (
        <Notice kind="error" title="Not every run could be deleted">
          {problems.map((problem) => <div key={problem}>{problem}</div>)}
        </Notice>
      )}
      <Group justify="flex-end" mt="md" gap="xs">
        <Button variant="default" size="xs" onClick={onClose} data-autofocus>Keep {runs.length === 1 ? 'it' : 'them'}</Button>
        <Button color="red" size="xs" loading={busy} onClick={() => void remove()}>Delete {plural(runs.length, 'run')}</Button>
      </Group>
    </Modal>
  );
}
