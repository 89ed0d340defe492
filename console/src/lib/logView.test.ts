import { expect, test } from 'vitest';
import type { LogLine } from '../api/types';
import { joinLog } from './logView';

const line = (seq: number, severity: LogLine['severity'] = 'info', component = 'worker'): LogLine => ({ seq, time_us: seq, severity, id: 'LOG', component, message: String(seq), agent_id: null });

test('stored pages and the live tail join in order, no line twice', () => {
  expect(joinLog([line(3), line(2), line(1)], [line(2), line(3), line(4)], {}).map((l) => l.seq)).toEqual([1, 2, 3, 4]);
});

test('severity means at least, component means exactly', () => {
  const live = [line(1, 'debug'), line(2, 'warning'), line(3, 'error', 'trainer')];
  expect(joinLog([], live, { severity: 'warning' }).map((l) => l.seq)).toEqual([2, 3]);
  expect(joinLog([], live, { severity: 'warning', component: 'trainer' }).map((l) => l.seq)).toEqual([3]);
});

test('agent and id mean exactly, text means every word in any case, in message, id or component', () => {
  const live = [{ ...line(1), agent_id: 'a', message: 'Worker process 12 started.', id: 'LOG_WORKER_STARTED' }, { ...line(2), agent_id: 'b' }];
  const kept = (filter: Parameters<typeof joinLog>[2]) => joinLog([], live, filter).map((l) => l.seq);
  expect(kept({ agent: 'b' })).toEqual([2]);
  expect(kept({ id: 'LOG_WORKER_STARTED' })).toEqual([1]);
  expect(kept({ text: 'STARTED  process' })).toEqual([1]);
  expect(kept({ text: 'log_worker' })).toEqual([1]);
  expect(kept({ text: 'started elsewhere' })).toEqual([]);
});
