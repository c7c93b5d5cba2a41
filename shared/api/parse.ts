import { closest, distance } from 'fastest-levenshtein';
import { z } from 'zod';

import { Problem, type FieldError } from './problem.ts';

/** The largest body that is read, in bytes. */
export const largestBody = 256 * 1024;

/** Parses at the border. Throws a 400 with a JSON pointer per field; unknown fields get the nearest known name. */
export function parse<S extends z.ZodType>(schema: S, input: unknown, what = 'The body'): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const found = result.error.issues.flatMap((issue) => fieldErrors(issue, schema, input));
  const count = found.length === 1 ? 'a field' : `${found.length} fields`;
  throw new Problem(400, 'request.invalid', `${what} has ${count} to mend: see \`errors\`.`, {
    errors: found,
    ...(found.some((error) => error.pointer.startsWith('/contactDetails')) ? { rules: ['COM-1'] } : {}),
  });
}

function fieldErrors(issue: z.core.$ZodIssue, schema: z.ZodType, input: unknown): FieldError[] {
  if (issue.code === 'unrecognized_keys') {
    const known = propertiesAt(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), issue.path);
    return issue.keys.map((key) => unknownField(key, issue.path, known));
  }
  if (issue.code === 'invalid_union') {
    const meant = issue.errors.find((branch) => !branch.some(isOfAnotherKind));
    if (meant) {
      return meant.flatMap((inner) =>
        fieldErrors({ ...inner, path: [...issue.path, ...inner.path] }, schema, input),
      );
    }
  }
  const kinds = kindsOf(issue);
  const value = valueAt(input, issue.path);
  const absent = issue.code === 'invalid_type' || issue.code === 'invalid_value' || kinds.length > 0;
  const missing = absent && value === undefined;
  if (missing) {
    return [
      {
        pointer: pointerOf(issue.path),
        code: 'field.missing',
        detail: `This field is required${expected(issue)}.`,
      },
    ];
  }
  if (kinds.length > 0) return [unknownKind(value, issue.path, kinds)];
  return [{ pointer: pointerOf(issue.path), code: 'field.invalid', detail: sentence(issue.message) }];
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

/** The known name that was probably meant: a longer or shorter form, or few typing errors away. */
function nearestName(key: string, known: readonly string[]): string | undefined {
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

/** RFC 6901. */
export function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function sentence(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.?!]$/.test(text) ? text : `${text}.`;
}

interface Body {
  readonly headers: { get(name: string): string | null };
  readonly body: AsyncIterable<Uint8Array> | null;
}

/** The JSON body of a request: 415 for another type, 413 over 256 KB, 400 when it is no JSON. */
export async function readJson(request: Body): Promise<unknown> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/(json|[\w.+-]+\+json)\s*(;|$)/i.test(type)) {
    throw new Problem(415, 'body.notJson', 'Send JSON with the header `Content-Type: application/json`.');
  }
  const text = new TextDecoder('utf-8', { fatal: true });
  try {
    return JSON.parse(text.decode(await readBytes(request))) as unknown;
  } catch (cause) {
    if (cause instanceof Problem) throw cause;
    const why = cause instanceof SyntaxError ? cause.message : 'it is not UTF-8';
    throw new Problem(400, 'body.malformed', `The body is not JSON: ${why}.`, {}, { cause });
  }
}

async function readBytes(request: Body): Promise<Uint8Array> {
  const tooLarge = () =>
    new Problem(413, 'body.tooLarge', `The body is larger than ${largestBody / 1024} KB: send less.`);
  if (Number(request.headers.get('content-length') ?? 0) > largestBody) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > largestBody) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
