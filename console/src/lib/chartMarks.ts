import type { RunSettingChange } from '../api/settingTypes';
import { clock } from './format';
import type { Axis } from './runSearch';
import { shown } from './settingsView';

/** A moment of the run that a chart marks. */
export interface ChartMark {
  x: number;
  /** Lines of the tooltip. */
  lines: string[];
}

function positionOf(change: RunSettingChange, axis: Axis): number {
  return axis === 'steps' ? change.steps : axis === 'time' ? change.time_us / 1e6 : change.episodes;
}

function lineOf(change: RunSettingChange): string {
  const side = (text: string | null) => (text === null ? 'unset' : shown(text));
  return `${clock(change.time_us)} ${change.key}: ${side(change.old)} → ${side(change.new)} (${change.who})`;
}

/** Changes of settings where they took effect on the run, those of one place as one mark; pending ones had no effect. */
export function marksOf(changes: readonly RunSettingChange[], axis: Axis): ChartMark[] {
  const marks = new Map<number, ChartMark>();
  for (const change of changes) {
    if (change.pending) continue;
    const x = positionOf(change, axis);
    const mark = marks.get(x);
    if (mark) mark.lines.push(lineOf(change));
    else marks.set(x, { x, lines: [lineOf(change)] });
  }
  return [...marks.values()].sort((a, b) => a.x - b.x);
}
