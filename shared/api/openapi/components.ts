import { z } from 'zod';

export type Json = Record<string, unknown>;

const at = '#/components/schemas/';

/** The schemas of a document, gathered while it is written. Those with an id become components that are referred to. */
export class Components {
  readonly schemas: Json = {};

  /** What a caller sends. A field with a default may be left out, and says what then counts. */
  input(schema: z.ZodType): Json {
    return this.#add(schema, 'input', (node) => optional(plain(node)));
  }

  /** The parameters of a path or of a query: their defaults stay as they are. */
  parameters(schema: z.ZodType): Json {
    return this.#add(schema, 'input', plain);
  }

  output(schema: z.ZodType): Json {
    return this.#add(schema, 'output', plain);
  }

  #add(schema: z.ZodType, io: 'input' | 'output', convert: (node: Json) => Json): Json {
    const { $schema: _, $defs = {}, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
    for (const [name, body] of Object.entries($defs)) this.#keep(name, everywhere(body, convert));
    const { id, ...rest } = everywhere(json, convert);
    if (typeof id !== 'string') return rest;
    this.#keep(id, rest);
    return { $ref: `${at}${id}` };
  }

  /** @throws Error where a schema is sent otherwise than it is answered: then it takes two ids. */
  #keep(name: string, { id: _, ...body }: Json): void {
    const { named, parts } = byType(body);
    for (const [part, schema] of Object.entries(parts)) this.#keep(part, schema);
    const known = this.schemas[name];
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(named)) {
      throw new Error(`The OpenAPI document has two schemas ${name}.`);
    }
    this.schemas[name] = named;
  }
}

/** The kinds of a union that `type` tells apart become components, and the union says by what. */
function byType(body: Json): { readonly named: Json; readonly parts: Readonly<Record<string, Json>> } {
  const { oneOf } = body as { oneOf?: readonly { properties?: { type?: { const?: unknown } } }[] };
  const types = oneOf?.map(({ properties }) => properties?.type?.const);
  if (!oneOf || !types?.every((type) => typeof type === 'string')) return { named: body, parts: {} };
  const names = types.map((type) =>
    type.replace(/(?:^|\.)(\w)/g, (_all, letter: string) => letter.toUpperCase()),
  );
  const refs = names.map((name) => `${at}${name}`);
  const mapping = Object.fromEntries(types.map((type, index) => [type, refs[index]]));
  return {
    named: {
      ...body,
      oneOf: refs.map(($ref) => ({ $ref })),
      discriminator: { propertyName: 'type', mapping },
    },
    parts: Object.fromEntries(names.map((name, index) => [name, { ...oneOf[index] }])),
  };
}

/** Without what only a validator wants: `date-time` says it, and what a tuple has no room for needs no `false`. */
function plain({ $ref, pattern, items, ...node }: Json): Json {
  return {
    ...node,
    ...(typeof $ref === 'string' ? { $ref: $ref.replace('#/$defs/', at) } : {}),
    ...(pattern === undefined || node['format'] === 'date-time' ? {} : { pattern }),
    ...(items === undefined ? {} : { items: items === false ? {} : items }),
  };
}

/** Generators of clients take a field with a `default` for one that is always there. */
function optional({ default: value, ...node }: Json): Json {
  if (value === undefined) return node;
  const { description } = node;
  const absent = `Absent: \`${JSON.stringify(value)}\``;
  return { ...node, description: typeof description === 'string' ? `${description}. ${absent}` : absent };
}

/** What is written in a schema as it is meant, and no schema itself. */
const values = ['example', 'examples', 'default', 'const', 'enum', 'required'];

/** Converts each schema in a schema, the innermost first. */
function everywhere(schema: object, convert: (node: Json) => Json): Json {
  const inside = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(inside);
    return typeof node === 'object' && node !== null ? everywhere(node, convert) : node;
  };
  const entries = Object.entries(schema).map(([key, value]): [string, unknown] => {
    if (values.includes(key)) return [key, value];
    if (key !== 'properties') return [key, inside(value)];
    return [
      key,
      Object.fromEntries(Object.entries(value as object).map(([name, each]) => [name, inside(each)])),
    ];
  });
  return convert(Object.fromEntries(entries));
}
