import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/client';
import type { Run } from '../../api/types';
import { Facts } from '../../components/Facts';
import { absolute, count, measure, plural } from '../../lib/format';
import { textOf } from '../../lib/parameters';
import { LogLines } from './LogLines';
import styles from './RunTabs.module.css';

const lastLines = 40;

/** The first thing to know about a failed run: the reason, the last step, the last words. */
export function WhyTab({ run }: { run: Run }) {
  const logs = useQuery({
    queryKey: ['last-logs', run.run_id],
    queryFn: ({ signal }) => api.logs(run.run_id, { limit: lastLines }, signal),
    enabled: !run.damaged,
  });
  const stream = run.streams[0];
  const step = useQuery({
    queryKey: ['last-step', run.run_id, stream?.agent_id, stream?.slot, stream?.last_seq],
    queryFn: ({ signal }) => api.steps(run.run_id, { agent_id: stream!.agent_id, slot: stream!.slot, from_seq: stream!.last_seq, limit: 1 }, signal),
    enabled: !run.damaged && stream !== undefined && stream.last_seq > 0,
  });
  const last = step.data?.steps.at(-1);
  const lines = logs.data?.logs.slice().reverse() ?? [];
  return (
    <div className={styles.fill}>
      <div className={styles.pad}>
        <Facts
          rows={[
            ['Reason', <strong key="reason">{run.damaged ?? run.reason ?? 'The daemon gave no reason.'}</strong>],
            ['Ended', absolute(run.ended_us)],
            [
              'Last step',
              last
                ? `step ${count(last.seq)} of ${last.agent_id}, slot ${last.slot}: episode ${count(last.episode)}, action ${textOf(last.action)}, observation ${textOf(last.observation)}, reward ${measure(last.reward)}`
                : step.error
                  ? step.error.message
                  : run.damaged
                    ? 'cannot be read'
                    : stream && stream.last_seq > 0 ? '…' : 'none was recorded',
            ],
            ['Recorded', `${plural(run.episodes, 'episode')}, ${plural(run.steps, 'step')}${run.damaged ? '' : '; all of it can still be verified and exported'}`],
          ]}
        />
      </div>
      <div className={styles.bar}><strong>Last lines of the log</strong></div>
      {logs.error ? <p className="dim" style={{ padding: '0 16px' }}>{logs.error.message}</p> : <LogLines lines={lines} empty={logs.isPending ? 'Reading …' : 'Nothing was logged.'} follow onFollow={() => undefined} />}
    </div>
  );
}
