import type { Json, Step, StepSeriesPoint, StreamInfo } from '../api/types';
import { spreadIsTelling, type ChartData } from './chartData';

export function streamKey({ agent_id, slot }: Pick<StreamInfo, 'agent_id' | 'slot'>): string {
  return `${agent_id}:${slot}`;
}

/** The stream that the address names, or the first one. */
export function streamOf(streams: readonly StreamInfo[], key: string | undefined): StreamInfo | undefined {
  return streams.find((stream) => streamKey(stream) === key) ?? streams[0];
}

export function stepChart(points: readonly StepSeriesPoint[]): ChartData {
  return {
    x: points.map((point) => point.last_seq),
    raw: points.map((point) => point.mean),
    low: points.map((point) => point.min),
    high: points.map((point) => point.max),
    smoothed: points.map(() => null),
    banded: points.some((point) => point.count > 1) && spreadIsTelling(points),
  };
}

/** The steps behind a stretch of the axis, whole buckets; null when there is nothing more to see in it. */
export function stepsBetween(points: readonly StepSeriesPoint[], low: number, high: number): { first: number; last: number } | null {
  const within = points.filter((point) => point.last_seq >= low && point.first_seq <= high);
  const first = within[0]?.first_seq;
  const last = within.at(-1)?.last_seq;
  return first !== undefined && last !== undefined && last > first ? { first, last } : null;
}

const mostElements = 64;

function elements(value: Json): number {
  return Array.isArray(value) ? value.reduce<number>((total, part) => total + elements(part), 0) : 1;
}

/** The numbers of a step that can be drawn, as the API names them. */
export function valuesOf(step: Step | undefined): string[] {
  const named = (name: string, value: Json) =>
    Array.from({ length: Math.min(mostElements, elements(value)) }, (_, i) => `${name}[${i}]`);
  return step ? ['reward', ...named('action', step.action), ...named('observation', step.observation)] : ['reward'];
}
