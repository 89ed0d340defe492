import type { Episode, Run } from '../../api/types';
import { absolute, clock, count, measure, milliseconds } from '../../lib/format';
import type { VirtualColumn } from '../../components/VirtualRows';

/** The stream is a column only where there are several; the learner's own figures come last. */
export function episodeColumns(run: Run, sample: Episode | undefined): VirtualColumn<Episode>[] {
  const several = run.streams.length > 1 || run.num_envs > 1;
  const metrics = Object.keys(sample?.metrics ?? {});
  return [
    { key: 'episode', label: 'Episode', width: '72px', numeric: true, cell: (e) => count(e.episode) },
    ...(several ? [{ key: 'stream', label: 'Stream', width: '110px', cell: (e: Episode) => `${e.agent_id} · slot ${e.slot}` }] : []),
    { key: 'return', label: 'Return', width: '76px', numeric: true, cell: (e) => measure(e.return) },
    { key: 'length', label: 'Length', width: '64px', numeric: true, cell: (e) => count(e.length) },
    { key: 'end', label: 'End', width: '90px', cell: (e) => (e.terminated ? 'terminated' : e.truncated ? 'truncated' : '–') },
    { key: 'steps', label: 'Steps', width: 'minmax(130px, 1fr)', numeric: true, cell: (e) => `${count(e.first_seq)} – ${count(e.last_seq)}` },
    ...metrics.map((name) => ({
      key: `metric ${name}`,
      label: name.replaceAll('_', ' '),
      width: 'minmax(84px, 0.7fr)',
      numeric: true,
      cell: (e: Episode) => measure(e.metrics?.[name]),
    })),
    { key: 'seed', label: 'Seed', width: 'minmax(60px, 0.5fr)', numeric: true, cell: (e) => (e.seed === null ? <span className="dim">–</span> : <span title={`Seed ${e.seed}`}>{e.seed}</span>) },
    { key: 'took', label: 'Took', width: '76px', numeric: true, cell: (e) => milliseconds((e.end_us - e.start_us) / 1000) },
    { key: 'ended', label: 'Ended', width: '74px', numeric: true, cell: (e) => <span title={absolute(e.end_us)}>{clock(e.end_us)}</span> },
  ];
}
