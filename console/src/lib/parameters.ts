import type { Json, Parameter } from '../api/types';

/** What typed text means: a value, nothing (the default holds), or a sentence on what is allowed. */
export type Checked = { ok: true; value: Json | undefined } | { ok: false; error: string };

const nothing: Checked = { ok: true, value: undefined };
const wholeNumber = /^[+-]?\d+$/;
const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

export interface NumberRule {
  whole?: boolean;
  min?: number | null;
  max?: number | null;
  unit?: string | null;
}

export function rangeText({ min, max, unit }: NumberRule): string {
  const suffix = unit ? ` ${unit}` : '';
  if (isSet(min) && min === max) return `only ${bound(min)}${suffix}`;
  if (isSet(min) && isSet(max)) return `${bound(min)} to ${bound(max)}${suffix}`;
  if (isSet(min)) return `${bound(min)}${suffix} or more`;
  if (isSet(max)) return `${bound(max)}${suffix} or less`;
  return unit ? `in ${unit}` : '';
}

export function checkNumber(name: string, text: string, rule: NumberRule): Checked {
  const typed = text.trim();
  if (typed === '') return nothing;
  const range = rangeText(rule);
  const allowed = range === '' ? '' : ` (${range})`;
  if (!(rule.whole ? wholeNumber : number).test(typed)) {
    return { ok: false, error: `"${typed}" is not a ${rule.whole ? 'whole ' : ''}number${allowed}.` };
  }
  const value = Number(typed);
  if (!Number.isFinite(value) || (rule.whole && !Number.isSafeInteger(value))) {
    return { ok: false, error: `${typed} is too large for ${name}${allowed}.` };
  }
  if ((isSet(rule.min) && value < rule.min) || (isSet(rule.max) && value > rule.max)) {
    return { ok: false, error: `${typed} is out of range: ${range}.` };
  }
  return { ok: true, value };
}

export function checkParameter(parameter: Parameter, text: string): Checked {
  const typed = text.trim();
  if (typed === '') return nothing;
  if (parameter.allowed && !parameter.allowed.some((value) => textOf(value) === typed)) {
    return { ok: false, error: `"${typed}" is not one of ${parameter.allowed.map(textOf).join(', ')}.` };
  }
  switch (parameter.type) {
    case 'int':
    case 'float':
      return checkNumber(parameter.name, text, { ...parameter, whole: parameter.type === 'int' });
    case 'bool':
      return typed === 'true' || typed === 'false'
        ? { ok: true, value: typed === 'true' }
        : { ok: false, error: `"${typed}" is neither true nor false.` };
    case 'string':
      return { ok: true, value: typed };
  }
}

/** A value as a person types it. */
export function textOf(value: Json | undefined): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : spell(value);
}

/** The default, short enough for a field. */
export function presetOf(parameter: Parameter): string {
  const preset = parameter.default;
  return typeof preset === 'number' && textOf(preset).length > 8 ? String(Number(preset.toPrecision(5))) : textOf(preset);
}

/** One line under a field: what may be entered, and what holds when nothing is. */
export function hintOf(parameter: Parameter): string {
  const parts: string[] = [];
  const range = rangeText(parameter);
  if (range !== '') parts.push(range);
  const preset = presetOf(parameter);
  if (preset !== '') parts.push(`default ${preset}`);
  return parts.join(' · ');
}

function isSet(value: number | null | undefined): value is number {
  return value !== null && value !== undefined && Number.isFinite(value);
}

function spell(value: number | boolean): string {
  return String(value);
}

/** A bound, with its thousands apart where that helps. */
function bound(value: number): string {
  return Number.isInteger(value) && Math.abs(value) >= 10_000 && Math.abs(value) < 1e15 ? value.toLocaleString('en-GB') : String(value);
}
