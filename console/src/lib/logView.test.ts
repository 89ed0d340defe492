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
