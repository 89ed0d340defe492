import { expect, test } from 'vitest';
import type { Algorithm, Environment } from '../api/types';
import { misfit, spaceKind, spaceText } from './spaces';

test('a space is understood in whichever form the daemon spells it', () => {
  expect([spaceKind({ kind: 'discrete', n: 4 }), spaceKind({ type: 'Box' }), spaceKind('Discrete(4)'), spaceKind(null)]).toEqual(['discrete', 'box', 'discrete', null]);
  expect([spaceText({ kind: 'discrete', n: 4 }), spaceText({ kind: 'box', shape: [4, 2] })]).toEqual(['discrete (4)', 'box (4 × 2)']);
  expect(spaceText({ type: 'Tuple', spaces: [{ type: 'Discrete', n: 32 }, { type: 'MultiDiscrete', nvec: [2, 3] }] })).toBe('tuple of discrete (32), multidiscrete (2, 3)');
});

test('an algorithm says why it does not fit, and is let through when nothing is known', () => {
  const tabular = { observation_spaces: ['discrete'], action_spaces: ['discrete'] } as Algorithm;
  const pole = { observation_space: { kind: 'box' }, action_space: { kind: 'discrete' } } as unknown as Environment;
  expect(misfit(tabular, pole)).toBe('needs discrete observations');
  expect(misfit({ ...tabular, observation_spaces: [] }, pole)).toBeNull();
});
