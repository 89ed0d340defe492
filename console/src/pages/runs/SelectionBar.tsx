import { Button } from '@mantine/core';
import { useState } from 'react';
import { api, ApiError } from '../../api/client';
import type { RunRow } from '../../api/types';
import { Icon } from '../../components/Icon';
import { Notice } from '../../components/Notice';
import { plural } from '../../lib/format';
import { isLive } from '../../lib/status';
import { DeleteDialog } from './DeleteDialog';
import styles from './SelectionBar.module.css';

export function SelectionBar({ runs, onClear }: { runs: RunRow[]; onClear: () => void }) {
  const [deleting, setDeleting] = useState(false);
  const [stopping, setStopping] = useState(false);
  const [problems, setProblems] = useState<string[]>([]);
  const live = runs.filter(isLive);
  const ended = runs.filter((run) => !isLive(run));

  const stop = async () => {
    setStopping(true);
    const answers = await Promise.allSettled(live.map((run) => api.stop(run.run_id)));
    setProblems(
      answers.flatMap((answer, i) =>
        answer.status === 'rejected' ? [`${live[i]!.name}: ${(answer.reason as ApiError).message}`] : [],
      ),
    );
    setStopping(false);
  };

  return (
    <div className={styles.wrap}>
      <div className={styles.bar} role="toolbar" aria-label="Selected runs">
        <strong className="nowrap">{plural(runs.length, 'run')} selected</strong>
        <Button size="compact-sm" variant="default" leftSection={<Icon name="stop" size={13} />} disabled={live.length === 0} loading={stopping} onClick={() => void stop()}>
          Stop {live.length > 0 && live.length}
        </Button>
        <Button size="compact-sm" variant="default" leftSection={<Icon name="trash" size={13} />} disabled={ended.length === 0} onClick={() => setDeleting(true)}>
          Delete {ended.length > 0 && ended.length}
        </Button>
        {live.length > 0 && ended.length === 0 && <span className="dim">Stop runs before you delete them.</span>}
        <Button size="compact-sm" variant="subtle" color="gray" ml="auto" onClick={onClear}>Clear selection</Button>
      </div>
      {problems.length > 0 && (
        <Notice kind="error" title="Not every run could be stopped">
          {problems.map((problem) => <div key={problem}>{problem}</div>)}
        </Notice>
      )}
      <DeleteDialog runs={ended} opened={deleting} onClose={() => setDeleting(false)} onDeleted={onClear} />
    </div>
  );
}
