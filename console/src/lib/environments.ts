import type { Environment } from '../api/types';

type Listed = Pick<Environment, 'id' | 'family' | 'deprecation'>;

/** Ids by family, families in the order of their names, those that should not be used any more last. */
export function byFamily(environments: readonly Listed[]): { group: string; items: string[] }[] {
  const groups = new Map<string, string[]>();
  for (const { id, family, deprecation } of environments) {
    const group = deprecation ? deprecated : family || other;
    groups.set(group, [...(groups.get(group) ?? []), id]);
  }
  return [...groups].map(([group, items]) => ({ group, items })).sort((a, b) => rank(a.group) - rank(b.group) || a.group.localeCompare(b.group));
}

const other = 'other';
const deprecated = 'deprecated';

const rank = (group: string) => (group === deprecated ? 2 : group === other ? 1 : 0);
