import { expect, test } from 'vitest';
import type { Algorithm, Environment, Parameter, Run } from '../api/types';
import { checkForm, fieldsOf, formOfRun, parseForm, placeErrors, presetMode, resourcesText, withChoice, withField } from './runForm';
import { parseSearch, stringifySearch } from './urlSearch';

const environment: Environment = {
  id: 'FrozenLake-v1', summary: '', action_space: { kind: 'discrete', n: 4 }, observation_space: { kind: 'discrete', n: 16 },
  family: 'toy text', deprecation: null, max_episode_steps: 100, reward_threshold: 0.7,
  arguments: [
    { name: 'is_slippery', type: 'bool', default: true, min: null, max: null, allowed: null, unit: null, description: '' },
    { name: 'map_name', type: 'string', default: '4x4', min: null, max: null, allowed: ['4x4', '8x8'], unit: null, description: '' },
  ],
};
const algorithm: Algorithm = {
  id: 'q-learning', summary: '', action_spaces: ['discrete'], observation_spaces: ['discrete'],
  parameters: [{ name: 'gamma', type: 'float', default: 0.99, min: 0, max: 1, allowed: null, unit: null, description: '' }],
};

const described = (name: string, part: Partial<Parameter>): Parameter =>
  ({ name, type: 'int', default: null, min: null, max: null, allowed: null, unit: null, description: '', ...part });
const fields = fieldsOf([
  described('episodes', { default: 1000, min: 1, unit: 'episodes' }),
  described('num_envs', { default: 1, min: 1, max: 8 }),
  described('rate_hz', { type: 'float', default: 0, min: 0, max: 1e9, unit: 'Hz' }),
  described('telemetry_mode', { type: 'string', default: 'durable-only' }),
  described('cpus', { default: 2, min: 1, max: 8, unit: 'cpus' }),
  described('memory_mb', { default: 2048, min: 256, max: 16384, unit: 'MiB' }),
  described('gpus', { default: 0, min: 0, max: 0, unit: 'gpus' }),
  described('name', { type: 'string', max: 5 }),
]);

test('an untouched form asks for the defaults and nothing more', () => {
  const { request, errors } = checkForm({}, environment, algorithm);
  expect(errors).toEqual({});
  expect(JSON.parse(JSON.stringify(request))).toEqual({ env_id: 'FrozenLake-v1', algorithm: 'q-learning' });
});

test('typed values are sent with their types', () => {
  const form = parseForm({ 'arg.is_slippery': 'false', 'arg.map_name': '8x8', 'param.gamma': '.5', seed: '7', envs: '4', rate: '12.5', mode: 'durable-only', name: ' n ' });
  expect(checkForm(form, environment, algorithm).request).toMatchObject({
    env_args: { is_slippery: false, map_name: '8x8' }, params: { gamma: 0.5 }, seed: 7, num_envs: 4, rate_hz: 12.5,
    telemetry_mode: 'durable-only', name: 'n',
  });
});

test('a value that is the default anyway is not sent', () => {
  expect(checkForm({ 'param.gamma': '0.99', 'arg.is_slippery': 'true' }, environment, algorithm).request).not.toHaveProperty('params');
});

test('every wrong field has its sentence, and nothing is sent', () => {
  const { request, errors } = checkForm({ 'param.gamma': '2', episodes: '1.5', seed: '-1', 'arg.map_name': '5x5' }, environment, algorithm, fields);
  expect(request).toBeNull();
  expect(errors).toEqual({
    'param.gamma': '2 is out of range: 0 to 1.',
    episodes: '"1.5" is not a whole number (1 or more).',
    seed: '-1 is out of range: 0 to 18446744073709551615.',
    'arg.map_name': '"5x5" is not one of 4x4, 8x8.',
  });
});

test('what the daemon says of its fields is what may be entered', () => {
  const { errors } = checkForm({ envs: '9', rate: '-1', cpus: '9', memory_mb: '128', gpus: '1', name: 'sextet' }, environment, algorithm, fields);
  expect(errors).toEqual({
    envs: '9 is out of range: 1 to 8.',
    rate: '-1 is out of range: 0 to 1,000,000,000 Hz.',
    cpus: '9 is out of range: 1 to 8.',
    memory_mb: '128 is out of range: 256 to 16,384 MiB.',
    gpus: '1 is out of range: only 0.',
    name: 'The name has 6 characters: up to 5 are allowed.',
  });
  expect(presetMode(fields)).toBe('durable-only');
});

test('without a word of the daemon the form refuses only what is no number', () => {
  expect(checkForm({ envs: '9', cpus: '9999', name: 'sextet' }, environment, algorithm).errors).toEqual({});
  expect(checkForm({ cpus: 'two' }, environment, algorithm).errors.cpus).toBe('"two" is not a whole number.');
});

test('resources are sent only when they are typed, and zero is typed', () => {
  expect(JSON.parse(JSON.stringify(checkForm({ cpus: '4', gpus: '0' }, environment, algorithm, fields).request)))
    .toEqual({ env_id: 'FrozenLake-v1', algorithm: 'q-learning', cpus: 4, gpus: 0 });
});

test('what a run reserves is said in words', () => {
  expect(resourcesText({ cpus: 1, memory_mb: 2048, gpus: 0 })).toBe('1 CPU, 2,048 MiB');
  expect(resourcesText({ cpus: 2, memory_mb: 256, gpus: 2 })).toBe('2 CPUs, 256 MiB, 2 GPUs');
});

test('an emptied field leaves the URL', () => {
  expect(parseForm(parseSearch(stringifySearch(withField({ episodes: '5', seed: '1' }, 'episodes', ''))))).toEqual({ seed: '1' });
});

test('another environment drops the arguments of the old one only', () => {
  expect(withChoice({ env: 'a', 'arg.x': '1', 'param.gamma': '1', seed: '3' }, 'env', 'b')).toEqual({ env: 'b', 'param.gamma': '1', seed: '3' });
});

test('the sentences of the daemon land at their fields', () => {
  expect(placeErrors({ env_id: ['No.'], 'params.gamma': ['Too large.'], memory_mb: ['Never.'], 'env_args.map_name': ['Unknown.'], digest: ['Odd.'] })).toEqual({
    fields: { env: 'No.', 'param.gamma': 'Too large.', memory_mb: 'Never.', 'arg.map_name': 'Unknown.' },
    rest: ['Odd.'],
  });
});

test('running again with changes asks for the same run', () => {
  const run = {
    run_id: 'r1', name: 'mine', env_id: 'FrozenLake-v1', algorithm: 'q-learning', seed: 7, target_episodes: null, target_steps: 500,
    env_args: { is_slippery: false }, params: { gamma: 0.5 }, num_envs: 2, rate_hz: 0, telemetry_mode: 'dual-path',
    resources: { cpus: 3, memory_mb: 512, gpus: 0 },
  } as unknown as Run;
  const form = parseForm(parseSearch(stringifySearch(formOfRun(run))));
  const { request } = checkForm(form, environment, algorithm);
  expect(JSON.parse(JSON.stringify(request))).toEqual({
    env_id: 'FrozenLake-v1', algorithm: 'q-learning', env_args: { is_slippery: false }, params: { gamma: 0.5 }, seed: 7, steps: 500, num_envs: 2, rate_hz: 0, telemetry_mode: 'dual-path', name: 'mine',
    cpus: 3, memory_mb: 512, gpus: 0,
  });
});
