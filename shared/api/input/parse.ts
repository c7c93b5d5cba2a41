import { closest, distance } from 'fastest-levenshtein';
import { z } from 'zod';

import type { Steps } from '../../calendar/index.ts';
import { Faults } from './faults.ts';
import type { FieldError } from './problem.ts';

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
      faults.add(() => unknownField(key, path, propertiesAt(jsonSchemaOf(judged.schema), issue.path)));
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
  const kinds = kindsOf(issue);
  const absent = issue.code === 'invalid_type' || issue.code === 'invalid_value' || kinds.length > 0;
  if (absent && value === undefined) {
    return {
      pointer: pointerOf(path),
      code: 'field.missing',
      detail: `This field is required${expected(issue)}.`,
    };
  }
  if (kinds.length > 0) return unknownKind(value, path, kinds);
  return { pointer: pointerOf(path), code: 'field.invalid', detail: sentence(issue.message) };
}

/** The values among which a field chooses what else there is, such as the types of events. */
function kindsOf(issue: z.core.$ZodIssue): readonly string[] {
  if (issue.code !== 'invalid_union' || !('options' in issue) || !Array.isArray(issue.options)) return [];
  return issue.options.filter((option) => typeof option === 'string');
}

function unknownKind(value: unknown, path: readonly PropertyKey[], kinds: readonly string[]): FieldError {
  const asked = typeof value === 'string' ? value : undefined;
  const nearest = asked && (kinds.find((kind) => kind.endsWith(`.${asked}`)) ?? nearestName(asked, kinds));
  const known = `known here: ${kinds.join(', ')}.`;
  return {
    pointer: pointerOf(path),
    code: 'field.invalid',
    detail: `There is no such value; ${nearest ? `did you mean \`${nearest}\`?` : known}`,
    ...(nearest ? { suggestion: nearest } : {}),
  };
}

/** Of the members of a union, only one that takes this kind of value (object, array, text) can be meant. */
function isOfAnotherKind(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'invalid_type' && issue.path.length === 0;
}

function expected(issue: z.core.$ZodIssue): string {
  if ('options' in issue && Array.isArray(issue.options)) return `: one of ${issue.options.join(', ')}`;
  if (!('expected' in issue) || issue.expected === 'nonoptional') return '';
  return `: ${/^[aeiou]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`;
}

function unknownField(key: string, path: readonly PropertyKey[], known: readonly string[]): FieldError {
  const nearest = nearestName(key, known);
  const instead =
    nearest === undefined ? `known here: ${known.join(', ') || 'none'}.` : `did you mean \`${nearest}\`?`;
  return {
    pointer: pointerOf([...path, key]),
    code: 'field.unknown',
    detail: `There is no such field; ${instead}`,
    ...(nearest === undefined ? {} : { suggestion: nearest }),
  };
}

/** No name that is known is as long. */
const longestName = 64;

/** The known name that was probably meant: a longer or shorter form, or few typing errors away. */
function nearestName(key: string, known: readonly string[]): string | undefined {
  if (key.length > longestName) return undefined;
  const asked = key.toLowerCase();
  const form = known.find((name) => isFormOf(asked, name.toLowerCase()));
  if (form !== undefined || known.length === 0) return form;
  const nearest = closest(
    asked,
    known.map((name) => name.toLowerCase()),
  );
  if (distance(asked, nearest) > Math.max(3, key.length / 2)) return undefined;
  return known.find((name) => name.toLowerCase() === nearest);
}

const isFormOf = (a: string, b: string): boolean =>
  Math.min(a.length, b.length) >= 4 && (a.startsWith(b) || b.startsWith(a));

type JsonSchema = z.core.JSONSchema.BaseSchema;

const jsonSchemas = new WeakMap<z.ZodType, JsonSchema>();

function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const known = jsonSchemas.get(schema) ?? z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  jsonSchemas.set(schema, known);
  return known;
}

/** The property names a schema knows at a path, through arrays, references and unions. */
function propertiesAt(root: JsonSchema, path: readonly PropertyKey[]): string[] {
  let nodes = expand(root, root);
  for (const step of path) {
    nodes = nodes.flatMap((node) => {
      const child = typeof step === 'number' ? node.items : node.properties?.[String(step)];
      return typeof child === 'object' && !Array.isArray(child) ? expand(child, root) : [];
    });
  }
  return [...new Set(nodes.flatMap((node) => Object.keys(node.properties ?? {})))];
}

function expand(node: JsonSchema, root: JsonSchema): JsonSchema[] {
  if (node.$ref !== undefined) {
    const target = root.$defs?.[node.$ref.replace('#/$defs/', '')];
    return typeof target === 'object' ? expand(target, root) : [];
  }
  const members = [...(node.anyOf ?? []), ...(node.oneOf ?? []), ...(node.allOf ?? [])];
  return [node, ...members.flatMap((one) => (typeof one === 'object' ? expand(one, root) : []))];
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    input,
  );
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
