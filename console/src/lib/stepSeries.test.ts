import { expect, test } from 'vitest';
import type { Step, StepSeriesPoint, StreamInfo } from '../api/types';
import { stepChart, stepsBetween, streamOf, valuesOf } from './stepSeries';

const point = (first: number, last: number, part: Partial<StepSeriesPoint> = {}): StepSeriesPoint => ({ first_seq: first, last_seq: last, count: last - first + 1, min: 0, max: 1, mean: 0.5, last: 1, time_us: last, ...part });
const streams = [{ agent_id: 'a', slot: 0 }, { agent_id: 'b:c', slot: 1 }] as StreamInfo[];

test('a zoom covers whole buckets and ends at single steps', () => {
  const points = [point(1, 10), point(11, 20), point(21, 30)];
  expect(stepsBetween(points, 12, 25)).toEqual({ first: 11, last: 30 });
  expect(stepsBetween([point(5, 5), point(6, 6)], 4.6, 5.4)).toBeNull();
  expect(stepsBetween([], 1, 2)).toBeNull();
});

test('a band that spans everything everywhere is not drawn, one that says something is', () => {
  expect(stepChart([point(1, 10), point(11, 20)]).banded).toBe(false);
  expect(stepChart([point(1, 10), point(11, 20, { min: 0.4, max: 0.6 }), point(21, 30, { min: 0.5, max: 0.6 })]).banded).toBe(true);
  expect(stepChart([point(1, 1), point(2, 2)]).banded).toBe(false);
});

test('the address names a stream, and one that is not there means the first', () => {
  expect(streamOf(streams, 'b:c:1')).toBe(streams[1]);
  expect(streamOf(streams, 'gone:0')).toBe(streams[0]);
  expect(streamOf([], undefined)).toBeUndefined();
});

test('the values of a step are its reward and every element of action and observation', () => {
  expect(valuesOf({ action: 2, observation: [[1, 2], [3, 4]] } as unknown as Step)).toEqual(['reward', 'action[0]', 'observation[0]', 'observation[1]', 'observation[2]', 'observation[3]']);
  expect(valuesOf(undefined)).toEqual(['reward']);
});
