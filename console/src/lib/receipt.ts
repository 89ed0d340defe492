import type { Json, Receipt } from '../api/types';
import { count, plural } from './format';

function howMany(value: number | Json[]): number {
  return Array.isArray(value) ? value.length : value;
}

/** `open`: nothing is wrong but that the run goes on. */
export type SealState = 'whole' | 'open' | 'broken';

export function sealOf(receipt: Receipt, live: boolean): SealState {
  const problems = problemsOf(receipt);
  if (problems.length === 0) return 'whole';
  return live && problems.every((problem) => problem.startsWith('The run has not ended')) ? 'open' : 'broken';
}

/** Everything that keeps a receipt from being a seal, as sentences. */
export function problemsOf(receipt: Receipt): string[] {
  const problems = [...(receipt.problems ?? [])];
  for (const stream of receipt.streams) {
    const name = `${stream.agent_id}, slot ${stream.slot}`;
    const gaps = howMany(stream.gaps);
    const duplicates = howMany(stream.duplicates);
    if (gaps > 0) problems.push(`Stream ${name} has ${plural(gaps, 'gap')} between steps ${count(stream.first_seq)} and ${count(stream.last_seq)}.`);
    if (duplicates > 0) problems.push(`Stream ${name} holds ${plural(duplicates, 'step')} twice.`);
  }
  if (problems.length === 0 && !receipt.complete) problems.push('The record is not complete.');
  return problems;
}
