import { z } from 'zod';

type JsonSchema = z.core.JSONSchema.BaseSchema;

const jsonSchemas = new WeakMap<z.ZodType, JsonSchema>();

function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const known = jsonSchemas.get(schema) ?? z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  jsonSchemas.set(schema, known);
  return known;
}

/** The fields a schema knows where something stands. */
export interface KnownFields {
  /** At that place. Of a choice between shapes, those of the shape that the value has chosen (an event's type). */
  readonly here: readonly string[];
  /** Anywhere else in the request, as dotted paths. */
  readonly elsewhere: readonly string[];
}

/** What a schema knows at `path`, and elsewhere, for a request that reads `input`. */
export function knownFields(schema: z.ZodType, path: readonly PropertyKey[], input: unknown): KnownFields {
  const root = jsonSchemaOf(schema);
  let nodes = expand(root, root, input);
  let value = input;
  for (const step of path) {
    value = valueAt(value, [step]);
    nodes = nodes.flatMap((node) => childrenOf(node, step).flatMap((child) => expand(child, root, value)));
  }
  const here = [...new Set(nodes.flatMap((node) => Object.keys(node.properties ?? {})))];
  const at = path.filter((step) => typeof step === 'string').join('.');
  const all = [...new Set(pathsIn(root, root, input, ''))];
  return { here, elsewhere: all.filter((one) => one.slice(0, Math.max(0, one.lastIndexOf('.'))) !== at) };
}

function childrenOf(node: JsonSchema, step: PropertyKey): JsonSchema[] {
  const child = typeof step === 'number' ? node.items : node.properties?.[String(step)];
  return typeof child === 'object' && !Array.isArray(child) ? [child] : [];
}

const deepest = 3;

function pathsIn(node: JsonSchema, root: JsonSchema, value: unknown, before: string, depth = 0): string[] {
  if (depth === deepest) return [];
  return expand(node, root, value).flatMap((one) =>
    Object.entries(one.properties ?? {}).flatMap(([name, child]) => {
      const path = before === '' ? name : `${before}.${name}`;
      const below =
        typeof child === 'object' ? pathsIn(child, root, valueAt(value, [name]), path, depth + 1) : [];
      return [path, ...below];
    }),
  );
}

/** A schema with all that it refers to and chooses among, but for the choices that `value` has not made. */
function expand(node: JsonSchema, root: JsonSchema, value: unknown): JsonSchema[] {
  if (node.$ref !== undefined) {
    const target = root.$defs?.[node.$ref.replace('#/$defs/', '')];
    return typeof target === 'object' ? expand(target, root, value) : [];
  }
  const members = [...(node.anyOf ?? []), ...(node.oneOf ?? []), ...(node.allOf ?? [])].filter(
    (one) => typeof one === 'object',
  );
  const chosen = members.filter((one) => isChosenBy(one, value));
  return [node, ...(chosen.length > 0 ? chosen : members).flatMap((one) => expand(one, root, value))];
}

function isChosenBy({ properties = {} }: JsonSchema, value: unknown): boolean {
  return Object.entries(properties).every(
    ([name, one]) =>
      typeof one !== 'object' || one.const === undefined || one.const === valueAt(value, [name]),
  );
}

export function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<PropertyKey, unknown>)[key]
        : undefined,
    input,
  );
}
