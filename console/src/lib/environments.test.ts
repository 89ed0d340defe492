import { expect, test } from 'vitest';
import { byFamily } from './environments';

const known = (id: string, family: string, deprecation: string | null = null) => ({ id, family, deprecation });

test('environments stand with their family, those without one and those on their way out last', () => {
  expect(byFamily([
    known('Taxi-v3', 'toy text', 'Use Taxi-v4.'), known('Corridor-v0', ''), known('Taxi-v4', 'toy text'), known('CartPole-v1', 'classic control'), known('FrozenLake-v1', 'toy text'),
  ])).toEqual([
    { group: 'classic control', items: ['CartPole-v1'] },
    { group: 'toy text', items: ['Taxi-v4', 'FrozenLake-v1'] },
    { group: 'other', items: ['Corridor-v0'] },
    { group: 'deprecated', items: ['Taxi-v3'] },
  ]);
});
