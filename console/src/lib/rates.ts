import type { Pipeline } from '../api/types';

/** Per second, over the time between two looks. */
export interface PipelineRates {
  received_steps: number;
  published: number;
  committed_steps: number;
  bytes_written: number;
  frames_written: number;
  frames_read: number;
  subscribers: Record<string, number>;
}

function rate(before: number, after: number, seconds: number): number {
  // A counter that went back was restarted: what it says now is the least that happened.
  if (seconds <= 0) return 0;
  return (after >= before ? after - before : after) / seconds;
}

export function pipelineRates(before: Pipeline, after: Pipeline, seconds: number): PipelineRates {
  const subscribers: Record<string, number> = {};
  for (const subscriber of after.subscribers) {
    const earlier = before.subscribers.find((other) => other.name === subscriber.name);
    subscribers[subscriber.name] = rate(earlier?.cursor ?? subscriber.cursor, subscriber.cursor, seconds);
  }
  return {
    received_steps: rate(before.link.received_steps, after.link.received_steps, seconds),
    published: rate(before.bus.published, after.bus.published, seconds),
    committed_steps: rate(before.durable.committed_steps, after.durable.committed_steps, seconds),
    bytes_written: rate(before.durable.bytes_written, after.durable.bytes_written, seconds),
    frames_written: rate(before.fast_lane?.frames_written ?? 0, after.fast_lane?.frames_written ?? 0, seconds),
    frames_read: rate(before.fast_lane?.frames_read ?? 0, after.fast_lane?.frames_read ?? 0, seconds),
    subscribers,
  };
}
