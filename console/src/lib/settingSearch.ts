import type { Setting } from '../api/settingTypes';
import { distance } from './nearest';

export interface SettingGroup {
  namespace: string;
  settings: Setting[];
}

/** Shorter words match as they stand; in longer ones a slip of the fingers is forgiven. */
const shortestForgiven = 4;
/** The letters of a word may lie this many times its length apart. */
const widestSpread = 2;

/** How well one word fits one setting, 0 (not at all) to 100. */
function wordScore(word: string, key: string, env: string, description: string): number {
  const parts = key.split(/[._]/);
  if (key === word) return 100;
  if (parts.includes(word)) return 90;
  if (parts.some((part) => part.startsWith(word))) return 80;
  if (key.includes(word)) return 70;
  if (env.includes(word)) return 60;
  if (new RegExp(`\\b${word.replace(/[^\w]/g, '\\$&')}`).test(description)) return 50;
  if (description.includes(word)) return 40;
  if (word.length < shortestForgiven) return 0;
  if (parts.some((part) => part.length >= shortestForgiven && distance(word, part) === 1)) return 30;
  return Math.max(spreadScore(word, key), spreadScore(word.replaceAll('.', '_'), env));
}

/** The letters in order, close together: `bsize` finds `batch_size`. */
function spreadScore(word: string, text: string): number {
  for (let start = text.indexOf(word[0]!); start >= 0; start = text.indexOf(word[0]!, start + 1)) {
    let at = start;
    for (let i = 1; i < word.length && at >= 0; i++) at = text.indexOf(word[i]!, at + 1);
    if (at < 0) return 0;
    if (at - start < word.length * widestSpread) return 20;
  }
  return 0;
}

/** How well a setting fits what is searched for; 0 when one of the words does not fit at all. */
export function scoreOf(setting: Pick<Setting, 'key' | 'env' | 'description'>, text: string): number {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const key = setting.key.toLowerCase();
  const env = setting.env.toLowerCase();
  const description = setting.description.toLowerCase();
  let total = 0;
  for (const word of words) {
    const score = wordScore(word, key, env, description);
    if (score === 0) return 0;
    total += score;
  }
  return words.length === 0 ? 1 : total / words.length;
}

/** Subsystems by name with their settings in the daemon's order, or the best match first when something is searched. */
export function groupsOf(settings: readonly Setting[], text: string): SettingGroup[] {
  const groups = new Map<string, { best: number; rows: { setting: Setting; score: number }[] }>();
  for (const setting of settings) {
    const score = scoreOf(setting, text);
    if (score === 0) continue;
    const group = groups.get(setting.namespace) ?? { best: 0, rows: [] };
    group.best = Math.max(group.best, score);
    group.rows.push({ setting, score });
    groups.set(setting.namespace, group);
  }
  return [...groups]
    .sort(([one, a], [other, b]) => b.best - a.best || (one < other ? -1 : 1))
    .map(([namespace, { rows }]) => ({ namespace, settings: rows.sort((a, b) => b.score - a.score).map((row) => row.setting) }));
}

/** Pieces of a text, those that a search word names marked. */
export function marked(text: string, search: string): { text: string; hit: boolean }[] {
  const words = search.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const lower = text.toLowerCase();
  const hits = new Array<boolean>(text.length).fill(false);
  for (const word of words) {
    for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + 1)) hits.fill(true, at, at + word.length);
  }
  const pieces: { text: string; hit: boolean }[] = [];
  for (let i = 0; i < text.length; i++) {
    const last = pieces.at(-1);
    if (last && last.hit === hits[i]) last.text += text[i];
    else pieces.push({ text: text[i]!, hit: hits[i]! });
  }
  return pieces;
}
