import { expect, test } from 'vitest';
import type { Pipeline } from '../api/types';
import { explain, factsOf, worst } from './health';

const well = { alive: true, since_us: 1e6, detail: 'Well.' };
const bad = { alive: false, since_us: 2e6, detail: 'Not well.' };

function pipeline(part: { worker?: object; link?: object; storage?: object; sessions?: number; connected?: boolean; stalled?: string; state?: string }) {
  return {
    state: part.state ?? 'EXEC',
    health: { worker: part.worker ?? well, link: part.link ?? well, storage: part.storage ?? well },
    link: { sessions: part.sessions ?? 1, connected: part.connected ?? true },
    durable: { stalled_reason: part.stalled ?? null },
  } as unknown as Pipeline;
}
const conditions = (of: Pipeline) => factsOf(of).map((fact) => fact.condition);

test('worker, link and storage are three facts, each for itself', () => {
  expect(conditions(pipeline({}))).toEqual(['fine', 'fine', 'fine']);
  expect(conditions(pipeline({ worker: bad }))).toEqual(['lost', 'fine', 'fine']);
  expect(conditions(pipeline({ link: bad, connected: false }))).toEqual(['fine', 'lost', 'fine']);
  expect(conditions(pipeline({ storage: bad, stalled: 'disk full' }))).toEqual(['fine', 'fine', 'stalled']);
});

test('a silent session is stalled, a storage that cannot go on is lost, and what has not begun waits', () => {
  expect(conditions(pipeline({ link: bad, connected: true }))).toEqual(['fine', 'stalled', 'fine']);
  expect(conditions(pipeline({ storage: bad }))).toEqual(['fine', 'fine', 'lost']);
  expect(conditions(pipeline({ worker: bad, link: bad, sessions: 0, connected: false, state: 'INIT' }))).toEqual(['waiting', 'waiting', 'fine']);
});

test('words stand for the condition, and the explanation holds the last heartbeat', () => {
  const [worker, , storage] = factsOf(pipeline({ worker: bad, storage: bad, stalled: 'disk full' }));
  expect(worker!.words).toMatch(/^lost since \d\d:\d\d:\d\d$/);
  expect(storage!.words).toMatch(/^stalled since /);
  expect(explain(worker!, 5e6, 12_000)).toMatch(/^Not well\. So since .* \(10 s\)\. Last heartbeat 7 s ago\.$/);
  expect(explain(worker!, null, 12_000)).toContain('No heartbeat yet.');
  expect(worst(factsOf(pipeline({ worker: bad, storage: bad, stalled: 'x' })))!.name).toBe('worker');
});
