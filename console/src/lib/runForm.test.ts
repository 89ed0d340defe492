import { expect, test } from 'vitest';
import type { Algorithm, Environment, Run } from '../api/types';
import { checkForm, formOfRun, parseForm, placeErrors, withChoice, withField } from './runForm';
import { parseSearch, stringifySearch } from './urlSearch';

const environment: Environment = {
  id: 'FrozenLake-v1', summary: '', action_space: { kind: 'discrete', n: 4 }, observation_space: { kind: 'discrete', n: 16 },
  max_episode_steps: 100, reward_threshold: 0.7,
  arguments: [
    { name: 'is_slippery', type: 'bool', default: true, min: null, max: null, allowed: null, unit: null, description: '' },
    { name: 'map_name', type: 'string', default: '4x4', min: null, max: null, allowed: ['4x4', '8x8'], unit: null, description: '' },
  ],
};
const algorithm: Algorithm = {
  id: 'q-learning', summary: '', action_spaces: ['discrete'], observation_spaces: ['discrete'],
  parameters: [{ name: 'gamma', type: 'float', default: 0.99, min: 0, max: 1, allowed: null, unit: null, description: '' }],
};

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
  const { request, errors } = checkForm({ 'param.gamma': '2', episodes: '1.5', seed: '-1', 'arg.map_name': '5x5' }, environment, algorithm);
  expect(request).toBeNull();
  expect(errors).toEqual({
    'param.gamma': '2 is out of range: 0 to 1.',
    episodes: '"1.5" is not a whole number (1 or more).',
    seed: '-1 is out of range: 0 to 18446744073709551615.',
    'arg.map_name': '"5x5" is not one of 4x4, 8x8.',
  });
});

test('the range of environments is that of the settings', () => {
  expect(checkForm({ envs: '9' }, environment, algorithm, { mostEnvs: 8 }).errors.envs).toBe('9 is out of range: 1 to 8.');
  expect(checkForm({ envs: '9' }, environment, algorithm).errors).toEqual({});
});

test('an emptied field leaves the URL', () => {
  expect(parseForm(parseSearch(stringifySearch(withField({ episodes: '5', seed: '1' }, 'episodes', ''))))).toEqual({ seed: '1' });
});

test('another environment drops the arguments of the old one only', () => {
  expect(withChoice({ env: 'a', 'arg.x': '1', 'param.gamma': '1', seed: '3' }, 'env', 'b')).toEqual({ env: 'b', 'param.gamma': '1', seed: '3' });
});

test('the sentences of the daemon land at their fields', () => {
  expect(placeErrors({ env_id: ['No.'], 'params.gamma': ['Too large.'], 'env_args.map_name': ['Unknown.'], digest: ['Odd.'] })).toEqual({
    fields: { env: 'No.', 'param.gamma': 'Too large.', 'arg.map_name': 'Unknown.' },
    rest: ['Odd.'],
  });
});

test('running again with changes asks for the same run', () => {
  const run = {
    run_id: 'r1', name: 'mine', env_id: 'FrozenLake-v1', algorithm: 'q-learning', seed: 7, target_episodes: null, target_steps: 500,
    env_args: { is_slippery: false }, params: { gamma: 0.5 }, num_envs: 2, rate_hz: 0, telemetry_mode: 'dual-path',
  } as unknown as Run;
  const form = parseForm(parseSearch(stringifySearch(formOfRun(run))));
  const { request } = checkForm(form, environment, algorithm);
  expect(JSON.parse(JSON.stringify(request))).toEqual({
    env_id: 'FrozenLake-v1', algorithm: 'q-learning', env_args: { is_slippery: false }, params: { gamma: 0.5 }, seed: 7, steps: 500, num_envs: 2, rate_hz: 0, telemetry_mode: 'dual-path', name: 'mine',
  });
});
