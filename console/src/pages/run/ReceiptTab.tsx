import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/client';
import type { Receipt, Run } from '../../api/types';
import { Icon, type IconName } from '../../components/Icon';
import { Notice } from '../../components/Notice';
import { count, plural } from '../../lib/format';
import { problemsOf, sealOf, type SealState } from '../../lib/receipt';
import { isLive } from '../../lib/status';
import seal from './ReceiptTab.module.css';
import styles from './RunTabs.module.css';

/** Reads every recorded step again, on demand, and says whether the record is whole. */
export function ReceiptTab({ run }: { run: Run }) {
  const receipt = useQuery({
    queryKey: ['receipt', run.run_id],
    queryFn: ({ signal }) => api.receipt(run.run_id, signal),
    enabled: false,
    gcTime: Infinity,
  });
  return (
    <div className={styles.pad}>
      <div className={seal.ask}>
        <Button size="xs" variant={receipt.data ? 'default' : 'filled'} leftSection={<Icon name="seal" size={14} />} loading={receipt.isFetching} data-testid="check-receipt" onClick={() => void receipt.refetch()}>
          {receipt.data ? 'Check again' : 'Check the receipt'}
        </Button>
        <span className="dim">
          Reads all {plural(run.steps, 'step')} from disk, looks for gaps and duplicates, and computes the SHA-256 of every stream. Equal trajectories have equal hashes.
          {isLive(run) && ' This run goes on: the receipt covers what is on disk now.'}
        </span>
      </div>
      {receipt.error && <Notice kind="error" title="The receipt could not be checked">{receipt.error.message}</Notice>}
      {receipt.data && <Seal receipt={receipt.data} live={isLive(run)} />}
    </div>
  );
}

const verdicts: Record<SealState, { title: string; icon: IconName }> = {
  whole: { title: 'Complete', icon: 'seal' },
  open: { title: 'Not sealed yet', icon: 'pause' },
  broken: { title: 'Not complete', icon: 'close' },
};

function Seal({ receipt, live }: { receipt: Receipt; live: boolean }) {
  const problems = problemsOf(receipt);
  const state = sealOf(receipt, live);
  const { title, icon } = verdicts[state];
  return (
    <>
      <div className={seal.seal} data-state={state} data-testid="seal" role="status">
        <Icon name={icon} size={26} />
        <div>
          <strong>{title}</strong>
          <div>
            {plural(receipt.episodes, 'episode')}, {plural(receipt.steps, 'step')}{state === 'whole' && ', no gaps, no duplicates'}
          </div>
          {state === 'open'
            ? <div>All of it is sound up to here. It is sealed when the run has ended.</div>
            : problems.map((problem) => <div key={problem}>{problem}</div>)}
        </div>
      </div>
      <table className={styles.table}>
        <thead>
          <tr><th>Stream</th><th className={styles.number}>Steps</th><th className={styles.number}>Count</th><th>SHA-256</th></tr>
        </thead>
        <tbody>
          {receipt.streams.map((stream) => (
            <tr key={`${stream.agent_id}/${stream.slot}`}>
              <td>{stream.agent_id}, slot {stream.slot}</td>
              <td className={styles.number}>{count(stream.first_seq)} – {count(stream.last_seq)}</td>
              <td className={styles.number}>{count(stream.count)}</td>
              <td><code>{stream.sha256}</code></td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
