import { expect, test } from 'vitest';
import type { Receipt } from '../api/types';
import { problemsOf, sealOf } from './receipt';

const receipt = (complete: boolean, gaps: number | object[], duplicates = 0) =>
  ({ run_id: 'r', complete, episodes: 1, steps: 9, streams: [{ agent_id: 'a', slot: 0, first_seq: 1, last_seq: 10, count: 9, gaps, duplicates, sha256: '' }] }) as unknown as Receipt;

test('a whole record has no problems', () => {
  expect(problemsOf(receipt(true, 0))).toEqual([]);
  expect(problemsOf(receipt(true, []))).toEqual([]);
});

test('gaps and duplicates are named by stream', () => {
  expect(problemsOf(receipt(false, [{ from: 4, to: 4 }], 2))).toEqual(['Stream a, slot 0 has 1 gap between steps 1 and 10.', 'Stream a, slot 0 holds 2 steps twice.']);
});

test('an incomplete record is never a seal', () => {
  expect(problemsOf(receipt(false, 0))).toEqual(['The record is not complete.']);
});

test('the receipt of a sound run that goes on is open, of one that has ended whole or broken', () => {
  const going = { ...receipt(false, 0), problems: ['The run has not ended: it is in EXEC.'] };
  expect([sealOf(going, true), sealOf(going, false), sealOf(receipt(true, 0), false)]).toEqual(['open', 'broken', 'whole']);
});

test('a damaged record is broken while its run goes on, too', () => {
  const going = { ...receipt(false, [{ from: 4, to: 4 }]), problems: ['The run has not ended: it is in EXEC.'] };
  expect(sealOf(going, true)).toBe('broken');
});
