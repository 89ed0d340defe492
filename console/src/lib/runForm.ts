import type { Algorithm, Environment, Parameter, Resources, Run, RunRequest, TelemetryMode, Values } from '../api/types';
import { count, plural } from './format';
import { checkNumber, checkParameter, textOf, type Checked, type NumberRule } from './parameters';
import { checkSeed, type Seed } from './safeJson';

/** The form of a new run, every field as it was typed. Field names are those of the URL: `arg.…` and `param.…` for the schemas' own. */
export type RunForm = Record<string, string>;

export const telemetryModes: { value: TelemetryMode; label: string; help: string }[] = [
  { value: 'dual-path', label: 'Dual path', help: 'Live frames and every step on disk.' },
  { value: 'durable-only', label: 'Durable only', help: 'Every step on disk, no frames: headless and fastest.' },
  { value: 'fast-lane-only', label: 'Fast lane only', help: 'Live frames, nothing recorded: no receipt, no replay.' },
];

/** Default, range and help of the form's own fields, as the daemon has them now, by their names in this form; absent while nobody knows. */
export type RunFields = Readonly<Record<string, Parameter | undefined>>;

const resources = ['cpus', 'memory_mb', 'gpus'] as const;
const plainFields: string[] = ['env', 'algo', 'seed', 'episodes', 'steps', 'envs', 'rate', 'mode', ...resources, 'name'];

/** Names of a request that this form calls otherwise. */
const fieldNames: Record<string, string> = {
  env_id: 'env', algorithm: 'algo', num_envs: 'envs', rate_hz: 'rate', telemetry_mode: 'mode',
};

export function fieldsOf(described: readonly Parameter[]): RunFields {
  return Object.fromEntries(described.map((field) => [
    fieldNames[field.name] ?? field.name,
    // "1 to 4 cpus" under CPUs says it twice.
    { ...field, unit: field.unit === field.name ? null : field.unit },
  ]));
}

/** The mode that holds when none is chosen. */
export function presetMode(fields: RunFields): TelemetryMode {
  return telemetryModes.find((mode) => mode.value === fields.mode?.default)?.value ?? telemetryModes[0]!.value;
}

export function parseForm(raw: Record<string, unknown>): RunForm {
  const form: RunForm = {};
  for (const [key, value] of Object.entries(raw)) {
    if (plainFields.includes(key) || key.startsWith('arg.') || key.startsWith('param.')) form[key] = String(value);
  }
  return form;
}

/** A change of one field; what is empty leaves the URL. */
export function withField(form: RunForm, field: string, text: string): RunForm {
  const next = { ...form };
  if (text === '') delete next[field];
  else next[field] = text;
  return next;
}

/** Another environment or algorithm has other parameters: those of the old one go. */
export function withChoice(form: RunForm, field: 'env' | 'algo', id: string): RunForm {
  const prefix = field === 'env' ? 'arg.' : 'param.';
  const kept = Object.entries(form).filter(([key]) => !key.startsWith(prefix));
  return { ...Object.fromEntries(kept), [field]: id };
}

export interface CheckedForm {
  request: RunRequest | null;
  /** A sentence per field that cannot be sent as it is. */
  errors: Record<string, string>;
}

export function checkForm(form: RunForm, environment: Environment | undefined, algorithm: Algorithm | undefined, fields: RunFields = {}): CheckedForm {
  const errors: Record<string, string> = {};
  const take = <T>(field: string, checked: Checked): T | undefined => {
    if (checked.ok) return checked.value as T | undefined;
    errors[field] = checked.error;
    return undefined;
  };
  const values = (prefix: string, parameters: Parameter[]): Values => {
    const result: Values = {};
    for (const parameter of parameters) {
      const value = take<Values[string]>(prefix + parameter.name, checkParameter(parameter, form[prefix + parameter.name] ?? ''));
      // The daemon fills in its defaults; what is sent is what differs.
      if (value !== undefined && textOf(value) !== textOf(parameter.default)) result[parameter.name] = value;
    }
    return result;
  };
  const number = (field: string, rule: NumberRule) => take<number>(field, checkNumber(field, form[field] ?? '', { ...rule, ...fields[field] }));

  const request: RunRequest = { env_id: environment?.id ?? form.env ?? '' };
  if (!environment) errors.env = form.env ? `"${form.env}" is not an environment of this daemon.` : 'Choose an environment.';
  if (!algorithm) errors.algo = form.algo ? `"${form.algo}" is not an algorithm of this daemon.` : 'Choose an algorithm.';
  else request.algorithm = algorithm.id;

  const args = values('arg.', environment?.arguments ?? []);
  if (Object.keys(args).length > 0) request.env_args = args;
  const params = values('param.', algorithm?.parameters ?? []);
  if (Object.keys(params).length > 0) request.params = params;
  request.seed = take<Seed>('seed', checkSeed(form.seed ?? ''));
  request.episodes = number('episodes', { whole: true });
  request.steps = number('steps', { whole: true, min: 1 });
  request.num_envs = number('envs', { whole: true });
  request.rate_hz = number('rate', {});
  const mode = telemetryModes.find((known) => known.value === form.mode);
  if (mode) request.telemetry_mode = mode.value;
  for (const field of resources) request[field] = number(field, { whole: true });
  const name = form.name?.trim();
  const longest = fields.name?.max;
  if (name) request.name = name;
  if (name && longest != null && name.length > longest) errors.name = `The name has ${name.length} characters: up to ${longest} are allowed.`;
  return { request: Object.keys(errors).length === 0 ? request : null, errors };
}

/** Puts the daemon's sentences at the fields of this form; what has no field here is returned apart. */
export function placeErrors(errors: Record<string, string[]>): { fields: Record<string, string>; rest: string[] } {
  const fields: Record<string, string> = {};
  const rest: string[] = [];
  for (const [key, sentences] of Object.entries(errors)) {
    const text = sentences.join(' ');
    const field = key.replace(/^env_args[.:]/, 'arg.').replace(/^params[.:]/, 'param.');
    const name = fieldNames[field] ?? field;
    if (plainFields.includes(name) || name.startsWith('arg.') || name.startsWith('param.')) fields[name] = text;
    else rest.push(text);
  }
  return { fields, rest };
}

/** "Run again with changes": the form that would start this run. */
export function formOfRun(run: Run): RunForm {
  const form: RunForm = { env: run.env_id, algo: run.algorithm };
  const set = (field: string, value: Values[string] | undefined) => {
    if (value !== null && value !== undefined) form[field] = textOf(value);
  };
  for (const [name, value] of Object.entries(run.env_args ?? {})) set(`arg.${name}`, value);
  for (const [name, value] of Object.entries(run.params ?? {})) set(`param.${name}`, value);
  set('seed', run.seed);
  set('steps', run.target_steps);
  if (run.num_envs > 1) set('envs', run.num_envs);
  // Said in any case: the settings may have other defaults by now.
  set('rate', run.rate_hz ?? 0);
  set('mode', run.telemetry_mode);
  for (const field of resources) set(field, run.resources?.[field]);
  if (run.name !== run.run_id) set('name', run.name);
  set('episodes', run.target_episodes);
  return form;
}

/** What a run reserves, in words: "2 CPUs, 2,048 MiB", and graphics processors when there are any. */
export function resourcesText({ cpus, memory_mb, gpus }: Resources): string {
  return [plural(cpus, 'CPU'), `${count(memory_mb)} MiB`, ...(gpus > 0 ? [plural(gpus, 'GPU')] : [])].join(', ');
}
