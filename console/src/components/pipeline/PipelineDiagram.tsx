import type { Pipeline } from '../../api/types';
import { useNow } from '../../hooks/useNow';
import { ago, bytes, count, milliseconds, plural, rate, short } from '../../lib/format';
import type { PipelineRates } from '../../lib/rates';
import { DiagramNode } from './DiagramNode';
import { Flow } from './Flow';
import styles from './PipelineDiagram.module.css';

/** worker → slow lane → ring → subscribers → disk, and the fast lane beside it, with what flows and what waits at each. */
export function PipelineDiagram({ pipeline, rates }: { pipeline: Pipeline; rates: PipelineRates | undefined }) {
  const now = useNow();
  const { worker, link, bus, durable, credits, fast_lane: fast, viewers, subscribers } = pipeline;
  const views = subscribers.filter((subscriber) => subscriber.policy.on_full === 'drop_oldest');
  const blocking = subscribers.find((subscriber) => subscriber.policy.on_full === 'block');
  const dropped = views.reduce((total, subscriber) => total + subscriber.dropped, 0);
  const lag = (list: typeof subscribers) => list.reduce((most, subscriber) => Math.max(most, subscriber.lag), 0);
  return (
    <div className={styles.scroll}>
      <div className={styles.diagram} data-fast={fast !== null || undefined} role="group" aria-label={`Pipeline of run ${pipeline.run_id}`}>
        <DiagramNode
          area="worker"
          title="Worker"
          state={worker?.alive ? 'ok' : 'bad'}
          word={worker?.alive ? 'alive' : 'not running'}
          rows={[
            ['process', worker?.pid ?? '–'],
            ['heartbeat', worker?.last_heartbeat_us ? ago(worker.last_heartbeat_us, now) : '–'],
            ['unacked steps', short(worker?.unacknowledged_steps)],
            ['credits left', short(worker?.credits_available)],
          ]}
        />
        <Flow area="f1" active={(rates?.received_steps ?? 0) > 0} figure={rate(rates?.received_steps)} unit="steps/s" />
        <DiagramNode
          area="link"
          title="Slow lane"
          state={link.connected ? 'ok' : 'bad'}
          word={link.connected ? 'link up' : 'link lost'}
          rows={[
            ['steps', short(link.received_steps)],
            ['batches', short(link.received_batches)],
            ['sessions', count(link.sessions)],
            ['sent twice', short(link.duplicate_steps)],
            ['rejected', count(link.rejected_messages), link.rejected_messages > 0],
            ['credit window', short(credits.window_steps)],
            ['grants', short(credits.grants)],
          ]}
        />
        <Flow area="f2" active={(rates?.published ?? 0) > 0} figure={rate(rates?.published)} unit="events/s" />
        <DiagramNode
          area="ring"
          title="RunBus"
          state="ok"
          rows={[
            ['capacity', short(bus.capacity)],
            ['published', short(bus.published)],
            ['subscribers', count(subscribers.length)],
            ['slowest lag', count(lag(subscribers))],
          ]}
        />
        <Flow area="f3" active={(rates?.committed_steps ?? 0) > 0} figure={`lag ${count(blocking?.lag ?? 0)}`} />
        <DiagramNode
          area="durable"
          title="Durable path"
          state={durable.stalled_reason ? 'bad' : 'ok'}
          word={durable.stalled_reason ? 'stalled' : undefined}
          rows={[
            ['queue', plural(durable.queue_events, 'event')],
            ['commit p50', milliseconds(durable.p50_commit_ms)],
            ['commit p99', milliseconds(durable.p99_commit_ms)],
          ]}
        />
        <Flow area="f4" active={(rates?.bytes_written ?? 0) > 0} figure={`${bytes(rates?.bytes_written ?? 0)}/s`} />
        <DiagramNode
          area="disk"
          title="Disk"
          state={durable.stalled_reason ? 'bad' : 'ok'}
          rows={[
            ['steps', short(durable.committed_steps)],
            ['commits', short(durable.commits)],
            ['written', bytes(durable.bytes_written)],
          ]}
        />
        <Flow area="f5" active={views.some((subscriber) => (rates?.subscribers[subscriber.name] ?? 0) > 0)} figure={`lag ${count(lag(views))}`} />
        <DiagramNode
          area="live"
          title="Fast path"
          state="ok"
          rows={[
            ['subscribers', count(views.length)],
            ['dropped', count(dropped), dropped > 0],
          ]}
        />
        <Flow area="f8" active={viewers.live > 0 && (rates?.published ?? 0) > 0} figure="≤ 10 Hz" />
        <DiagramNode
          area="viewers"
          title="Viewers"
          state="ok"
          rows={[
            ['live', count(viewers.live)],
            ['frames', count(viewers.frames)],
            ['conflated', short(viewers.conflated)],
          ]}
        />
        {fast && (
          <>
            <Flow area="f6" active={(rates?.frames_written ?? 0) > 0} figure={rate(rates?.frames_written)} unit="frames/s" />
            <DiagramNode
              area="fast"
              title="Fast lane"
              state={fast.connected ? 'ok' : 'idle'}
              word={fast.connected ? 'attached' : 'not attached'}
              rows={[
                ['frame', `${fast.width} × ${fast.height}`],
                ['depth', count(fast.depth)],
                ['age', milliseconds(fast.age_ms)],
                ['skipped', short(fast.frames_skipped)],
                ['reconnects', count(fast.reconnects)],
              ]}
            />
            <Flow area="f7" active={(rates?.frames_read ?? 0) > 0} figure={`${rate(rates?.frames_read)} frames/s`} />
          </>
        )}
      </div>
    </div>
  );
}
