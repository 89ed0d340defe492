import type { RunRequest } from '../api/types';
import { textOf } from './parameters';

const safe = /^[\w@%+=:,./-]+$/;

/** Quotes a word for a POSIX shell when it needs it. */
export function quote(word: string): string {
  return safe.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The `palestra run …` that does what the request does. */
export function commandLineOf(request: RunRequest): string {
  const words = ['palestra', 'run', request.env_id];
  const add = (option: string, value: string | number | null | undefined) => {
    if (value !== undefined && value !== null && value !== '') words.push(option, String(value));
  };
  add('--algo', request.algorithm);
  add('--episodes', request.episodes);
  add('--steps', request.steps);
  add('--seed', request.seed);
  add('--num-envs', request.num_envs);
  add('--rate', request.rate_hz);
  add('--telemetry-mode', request.telemetry_mode);
  add('--cpus', request.cpus);
  add('--memory-mb', request.memory_mb);
  add('--gpus', request.gpus);
  add('--name', request.name);
  for (const [name, value] of Object.entries(request.env_args ?? {})) add('--env-arg', `${name}=${textOf(value)}`);
  for (const [name, value] of Object.entries(request.params ?? {})) add('--param', `${name}=${textOf(value)}`);
  return words.map(quote).join(' ');
}
