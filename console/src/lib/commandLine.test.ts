import { expect, test } from 'vitest';
import { commandLineOf, quote } from './commandLine';

test('a request becomes the command that does the same', () => {
  expect(
    commandLineOf({ env_id: 'FrozenLake-v1', algorithm: 'q-learning', episodes: 2000, seed: 7, params: { gamma: 0.5 }, env_args: { is_slippery: false } }),
  ).toBe('palestra run FrozenLake-v1 --algo q-learning --episodes 2000 --seed 7 --env-arg is_slippery=false --param gamma=0.5');
});

test('what a run reserves is part of the command', () => {
  expect(commandLineOf({ env_id: 'CartPole-v1', cpus: 4, memory_mb: 4096, gpus: 0, name: 'x' }))
    .toBe('palestra run CartPole-v1 --cpus 4 --memory-mb 4096 --gpus 0 --name x');
});

test('words that a shell would touch are quoted', () => {
  expect(quote('two words')).toBe("'two words'");
  expect(quote("it's; rm -rf")).toBe(`'it'\\''s; rm -rf'`);
  expect(quote('gamma=0.5')).toBe('gamma=0.5');
});
