import { expect, test } from 'vitest';
import type { Pipeline } from '../api/types';
import { pipelineRates } from './rates';

const at = (steps: number, cursor: number) =>
  ({
    link: { received_steps: steps }, bus: { published: steps }, durable: { committed_steps: steps, bytes_written: steps * 3 }, fast_lane: null,
    subscribers: [{ name: 'live', cursor }],
  }) as unknown as Pipeline;

test('rates are differences over time', () => {
  const rates = pipelineRates(at(1000, 10), at(3000, 20), 2);
  expect(rates.received_steps).toBe(1000);
  expect(rates.bytes_written).toBe(3000);
  expect(rates.subscribers.live).toBe(5);
});

test('a counter that was reset counts from zero, and no time gives no rate', () => {
  expect(pipelineRates(at(1000, 0), at(200, 0), 1).received_steps).toBe(200);
  expect(pipelineRates(at(0, 0), at(200, 0), 0).received_steps).toBe(0);
});
