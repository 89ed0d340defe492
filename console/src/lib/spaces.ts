import type { Algorithm, Environment, Json } from '../api/types';

/** "discrete" of whatever the daemon says about a space; null when it cannot be told. */
export function spaceKind(space: Json): string | null {
  if (typeof space === 'string') return /^[A-Za-z_]+/.exec(space)?.[0].toLowerCase() ?? null;
  if (space === null || typeof space !== 'object' || Array.isArray(space)) return null;
  const kind = space.kind ?? space.type;
  return typeof kind === 'string' ? kind.toLowerCase() : null;
}

export function spaceText(space: Json): string {
  if (typeof space === 'string') return space;
  if (space === null || typeof space !== 'object' || Array.isArray(space)) return '–';
  const kind = spaceKind(space) ?? 'space';
  if (typeof space.n === 'number') return `${kind} (${space.n})`;
  if (Array.isArray(space.nvec)) return `${kind} (${space.nvec.map(String).join(', ')})`;
  if (kind === 'tuple' && Array.isArray(space.spaces)) return `tuple of ${space.spaces.map(spaceText).join(', ')}`;
  if (Array.isArray(space.shape)) return `${kind} (${space.shape.map(String).join(' × ')})`;
  return kind;
}

/** Why an algorithm cannot work in an environment; null when it can, or when nothing is known against it. */
export function misfit(algorithm: Algorithm, environment: Environment): string | null {
  const refuses = (known: string[], space: Json) => {
    const kind = spaceKind(space);
    return kind !== null && known.length > 0 && !known.some((each) => each.toLowerCase() === kind) ? known.join(' or ') : null;
  };
  const observation = refuses(algorithm.observation_spaces, environment.observation_space);
  if (observation) return `needs ${observation} observations`;
  const action = refuses(algorithm.action_spaces, environment.action_space);
  return action ? `needs ${action} actions` : null;
}
