import type { Pipeline } from '../api/types';
import { clock, duration } from './format';

/** Three separate facts: any of them can be well while the others are not. */
export const facts = ['worker', 'link', 'storage'] as const;
export type FactName = (typeof facts)[number];
export type Condition = 'fine' | 'waiting' | 'stalled' | 'lost';

export interface Fact {
  name: FactName;
  label: string;
  condition: Condition;
  /** "fine", "stalled since 14:05:09": a word that stands for the condition without colour or shape. */
  words: string;
  sinceUs: number;
  /** The daemon's own sentence. */
  detail: string;
}

const labels: Record<FactName, string> = { worker: 'Worker', link: 'Link', storage: 'Storage' };

type Healthy = Pick<Pipeline, 'health' | 'link' | 'durable' | 'state'>;

function conditionOf(name: FactName, pipeline: Healthy): Condition {
  if (pipeline.health[name].alive) return 'fine';
  const starting = pipeline.state === 'INIT' || pipeline.state === 'HSHK';
  if (name === 'worker') return starting ? 'waiting' : 'lost';
  // A session that is open but silent may speak again; one that is gone has to be opened anew.
  if (name === 'link') return pipeline.link.sessions === 0 ? 'waiting' : pipeline.link.connected ? 'stalled' : 'lost';
  return pipeline.durable.stalled_reason ? 'stalled' : 'lost';
}

export function factsOf(pipeline: Healthy): Fact[] {
  return facts.map((name) => {
    const { since_us: sinceUs, detail } = pipeline.health[name];
    const condition = conditionOf(name, pipeline);
    const words = condition === 'fine' ? 'fine' : condition === 'waiting' ? 'not there yet' : `${condition} since ${clock(sinceUs)}`;
    return { name, label: labels[name], condition, words, sinceUs, detail };
  });
}

const gravity: Condition[] = ['fine', 'waiting', 'stalled', 'lost'];

/** The gravest of several, for places with room for one. */
export function worst(list: readonly Fact[]): Fact | undefined {
  return list.reduce<Fact | undefined>((most, fact) => (most && gravity.indexOf(most.condition) >= gravity.indexOf(fact.condition) ? most : fact), undefined);
}

/** "Process 12 lives. So since 14:05:09 (3 min 04 s). Last heartbeat 2 s ago." */
export function explain(fact: Fact, heartbeatUs: number | null | undefined, nowMs: number): string {
  const seconds = Math.max(0, nowMs / 1000 - fact.sinceUs / 1e6);
  const parts = [fact.detail, `So since ${clock(fact.sinceUs)} (${duration(seconds)}).`];
  if (fact.name !== 'storage') {
    parts.push(heartbeatUs ? `Last heartbeat ${duration(nowMs / 1000 - heartbeatUs / 1e6)} ago.` : 'No heartbeat yet.');
  }
  return parts.join(' ');
}
