import { z } from 'zod';

import type { Steps } from '../calendar/index.ts';
import { sizeText, usualBody } from './input/body.ts';
import { endpoints, type Endpoint } from './endpoints.ts';
import { problemSchema } from './input/problem.ts';

type Json = Record<string, unknown>;

const problemDescriptions: Readonly<Record<number, string>> = {
  400: 'Malformed: each field with its JSON pointer',
  401: 'No valid token',
  403: 'Not allowed, with the rules (SUB-*) or the role',
  404: "No such thing, or another tenant's",
  409: 'Impossible now, with what is possible',
  412: '`If-Match` names an older state',
  415: 'Not JSON',
  422: 'A rule of the policy refuses, with its id, or the answer would be too large',
  429: 'More is asked than can be served: nothing was done, see `Retry-After`',
  503: 'Try again later: see `Retry-After`',
};

/** The OpenAPI 3.1 document, built from the schemas that the functions parse by. `all` has ids as keys. An endpoint is a step. */
export function* openApi(all: Readonly<Record<string, Endpoint>> = endpoints): Steps<Json> {
  const components: Json = {};
  const paths: Record<string, Json> = {};
  for (const endpoint of Object.values(all)) {
    const path = (paths[`/${endpoint.path}`] ??= {});
    path[endpoint.method.toLowerCase()] = describe(endpoint, components);
    yield;
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Caseclock',
      version: '0.1.0',
      description: 'SLA clocks and escalations for support cases.',
    },
    paths,
    components: {
      schemas: components,
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
}

function describe(endpoint: Endpoint, components: Json): Json {
  const { id, summary, description, roles, body } = endpoint;
  return {
    operationId: id,
    summary,
    ...(description === undefined ? {} : { description }),
    ...(roles.length ? { security: [{ token: [] }], 'x-roles': roles } : { security: [] }),
    parameters: [
      ...parameters('path', endpoint.params, components),
      ...parameters('query', endpoint.query, components),
      ...(endpoint.headers ?? []).map((name) => ({ name, in: 'header', schema: { type: 'string' } })),
    ],
    ...(body
      ? {
          requestBody: { required: true, content: { 'application/json': { schema: ref(body, components) } } },
        }
      : {}),
    responses: responses(endpoint, components),
  };
}

function parameters(place: 'path' | 'query', schema: z.ZodObject | undefined, components: Json): Json[] {
  if (!schema) return [];
  const json = ref(schema, components) as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(json.properties ?? {}).map(([name, { description, ...property }]) => ({
    name,
    in: place,
    required: json.required?.includes(name) ?? false,
    ...(description === undefined ? {} : { description }),
    schema: property,
  }));
}

function responses(endpoint: Endpoint, components: Json): Json {
  const { answers, roles, problems = [], body, query, largestBody = usualBody, ofHome } = endpoint;
  const out: Json = {};
  for (const [status, { description, schema }] of Object.entries(answers)) {
    out[status] = {
      description,
      ...(schema ? { content: { 'application/json': { schema: ref(schema, components, 'output') } } } : {}),
    };
  }
  const always = [...((body ?? query) ? [400] : []), ...(roles.length ? [401, 403, 429] : []), 503];
  for (const status of [...new Set([...always, ...problems])].sort()) {
    out[status] = {
      description:
        status === 413
          ? tooLarge(largestBody, ofHome?.largest)
          : (problemDescriptions[status] ?? 'A problem'),
      content: { 'application/problem+json': { schema: ref(problemSchema, components, 'output') } },
    };
  }
  return out;
}

/** A schema as JSON Schema; those with an id become components that are referred to. */
function ref(schema: z.ZodType, components: Json, io: 'input' | 'output' = 'input'): Json {
  const { $schema: _, $defs = {}, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  for (const [name, definition] of Object.entries($defs)) components[name] ??= relocate(definition);
  const { id, ...rest } = relocate(json) as Json & { id?: string };
  if (typeof id !== 'string') return rest;
  components[id] ??= rest;
  return { $ref: `#/components/schemas/${id}` };
}

/** `$defs` become components. */
function relocate(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(relocate);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      key === '$ref' && typeof value === 'string'
        ? value.replace('#/$defs/', '#/components/schemas/')
        : relocate(value),
    ]),
  );
}

function tooLarge(largest: number, ofHome: number | undefined): string {
  const usual = `Over ${sizeText(largest)}`;
  return ofHome === undefined
    ? usual
    : `${usual}; ${sizeText(ofHome)} for an integration of the operator’s own tenant`;
}
