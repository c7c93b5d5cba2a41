import type { z } from 'zod';

import type { Steps } from '../../calendar/index.ts';
import { Faults } from './faults.ts';
import { knownFields, valueAt, type KnownFields } from './known.ts';
import { fieldMeantBy, longestName } from './names.ts';
import type { FieldError } from './problem.ts';
import { choiceFault, choicesOf, valueFault } from './values.ts';

/** Parses at the border. Throws a 400 with a JSON pointer per field; unknown fields get the nearest known name. */
export function parse<S extends z.ZodType>(schema: S, input: unknown, what?: string): z.output<S> {
  const faults = new Faults(what);
  const result = judge(schema, input, [], faults);
  if (result.success) return result.data;
  const toContact = result.error.issues.some(({ path }) => path[0] === 'contactDetails');
  throw faults.problem(toContact ? { rules: ['COM-1'] } : {});
}

/** What a body may hold more than one of. */
export interface Elements {
  readonly schema: z.ZodType;
  readonly most: number;
}

/** Parses an array element by element, each of them a step. The errors of all are told together. */
export function* parseElements({ schema, most }: Elements, inputs: readonly unknown[]): Steps<unknown[]> {
  const faults = new Faults();
  if (inputs.length === 0 || inputs.length > most) {
    const detail = `The array must hold at least one element and at most ${most}: it holds ${inputs.length}.`;
    faults.add(() => ({ pointer: '', code: 'field.invalid', detail }));
    throw faults.problem();
  }
  const parsed: unknown[] = [];
  for (const [index, input] of inputs.entries()) {
    const result = judge(schema, input, [index], faults);
    if (result.success) parsed.push(result.data);
    yield;
  }
  if (faults.count > 0) throw faults.problem();
  return parsed;
}

function judge<S extends z.ZodType>(schema: S, input: unknown, at: readonly PropertyKey[], faults: Faults) {
  const result = schema.safeParse(input);
  if (!result.success) for (const issue of result.error.issues) collect(issue, { schema, input, at }, faults);
  return result;
}

/** What an issue is about: its path begins in `input`, which stands at `at` in the request. */
interface Judged {
  readonly schema: z.ZodType;
  readonly input: unknown;
  readonly at: readonly PropertyKey[];
}

function collect(issue: z.core.$ZodIssue, judged: Judged, faults: Faults): void {
  const path = [...judged.at, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) {
      faults.add(() => unknownField(key, path, knownFields(judged.schema, issue.path, judged.input)));
    }
    return;
  }
  if (issue.code === 'invalid_union') {
    const meant = issue.errors.find((branch) => !branch.some(isOfAnotherKind));
    if (meant) {
      for (const inner of meant) collect({ ...inner, path: [...issue.path, ...inner.path] }, judged, faults);
      return;
    }
  }
  faults.add(() => fieldError(issue, path, valueAt(judged.input, issue.path)));
}

function fieldError(issue: z.core.$ZodIssue, path: readonly PropertyKey[], value: unknown): FieldError {
  const pointer = pointerOf(path);
  const choices = choicesOf(issue);
  const absent = issue.code === 'invalid_type' || choices.length > 0;
  if (absent && value === undefined) {
    return { pointer, code: 'field.missing', detail: `This field is required${expected(issue, choices)}.` };
  }
  const fault =
    choices.length > 0
      ? choiceFault(choices, String(path.at(-1)), value)
      : valueFault(issue, path.at(-1), value);
  return { pointer, code: 'field.invalid', ...(fault ?? { detail: sentence(issue.message) }) };
}

/** Of the members of a union, only one that takes this kind of value (object, array, text) can be meant. */
function isOfAnotherKind(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'invalid_type' && issue.path.length === 0;
}

function expected(issue: z.core.$ZodIssue, choices: readonly string[]): string {
  if (choices.length > 0) return `: one of ${choices.join(', ')}`;
  if (!('expected' in issue) || issue.expected === 'nonoptional') return '';
  return `: ${/^[aeiou]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`;
}

function unknownField(key: string, path: readonly PropertyKey[], known: KnownFields): FieldError {
  const meant = fieldMeantBy(key, known);
  const instead =
    meant === undefined ? `known here: ${known.here.join(', ') || 'none'}.` : `did you mean \`${meant}\`?`;
  return {
    pointer: pointerOf([...path, key]),
    code: 'field.unknown',
    detail: `There is no such field; ${instead}`,
    ...(meant === undefined ? {} : { suggestion: meant }),
  };
}

/** RFC 6901; of a name that is longer than any known one, only how it begins. */
export function pointerOf(path: readonly PropertyKey[]): string {
  return path
    .map((step) => `/${shortened(String(step)).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}

function shortened(name: string): string {
  return name.length > longestName ? `${name.slice(0, longestName)}…` : name;
}

function sentence(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.?!]$/.test(text) ? text : `${text}.`;
}
