import type { z } from 'zod';

import type { Steps } from '../../calendar/index.ts';
import { endpoints, type Endpoint } from '../endpoints.ts';
import { Components, type Json } from './components.ts';
import { examples } from './examples.ts';
import { responses } from './responses.ts';

/** What the first part of a path is about. */
const tags = {
  calendars: ['Calendars', 'Business hours and holidays of countries'],
  cases: ['Cases', 'What customers ask, its clocks and everything that happens on it'],
  deadlines: ['Deadlines', 'When a duration is over, without a case'],
  entitlements: ['Entitlements', 'What tenants have bought'],
  incidents: ['Incidents', 'Outages of the service, and their analyses'],
  mail: ['Mail', 'What mail services tell: they show themselves by a token or a signature of their own'],
  operations: ['Operations', 'How the product itself fares'],
  policy: ['Policy', 'The rules that decide, and their versions'],
  'openapi.json': ['Service', 'This document, and whether the service is up'],
} as const;

const requestHeaders = {
  'Idempotency-Key':
    'A name of your choice for this request: the same once more, with the same body, is answered as it was first and does nothing',
  'If-Match': 'The `ETag` of what was read: where it has changed since, nothing is done',
  'If-None-Match': 'The `ETag` of what is known: where that is still so, the answer is 304',
};

/** The OpenAPI 3.1 document, built from the schemas that the functions parse by. `all` has ids as keys. An endpoint is a step. */
export function* openApi(all: Readonly<Record<string, Endpoint>> = endpoints): Steps<Json> {
  const components = new Components();
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
      description:
        'SLA clocks and escalations for support cases. A case is submitted, actions are recorded on it, and each answer says what runs, what is due and what can be done next.',
      contact: { name: 'Whoever operates this service' },
      license: { name: 'All rights reserved', identifier: 'LicenseRef-Unlicensed' },
    },
    servers: [{ url: '/', description: 'The service that answers this document' }],
    tags: Object.values(tags).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: components.schemas,
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
}

function describe(endpoint: Endpoint, components: Components): Json {
  const { id, path, summary, description, roles, body, headers = [] } = endpoint;
  return {
    operationId: id,
    tags: [tagOf(path)],
    summary,
    description,
    ...(roles.length ? { security: [{ token: [] }], 'x-roles': roles } : { security: [] }),
    parameters: [
      ...parameters('path', endpoint.params, components),
      ...parameters('query', endpoint.query, components),
      ...headers.map((name) => ({
        name,
        in: 'header',
        required: false,
        description: requestHeaders[name],
        schema: { type: 'string' },
      })),
    ],
    ...(body ? { requestBody: requestBody(id, body, components) } : {}),
    responses: responses(endpoint, components),
  };
}

function tagOf(path: string): string {
  const [, part] = path.split('/');
  return tags[isTagged(part) ? part : 'openapi.json'][0];
}

function isTagged(part: string | undefined): part is keyof typeof tags {
  return part !== undefined && Object.hasOwn(tags, part);
}

function requestBody(id: string, body: z.ZodType, components: Components): Json {
  const shown = examples[id];
  return {
    required: true,
    content: {
      'application/json': {
        schema: components.input(body),
        ...(shown
          ? { examples: Object.fromEntries(Object.entries(shown).map(([name, value]) => [name, { value }])) }
          : {}),
      },
    },
  };
}

function parameters(
  place: 'path' | 'query',
  schema: z.ZodObject | undefined,
  components: Components,
): Json[] {
  if (!schema) return [];
  const json = components.parameters(schema) as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(json.properties ?? {}).map(([name, { description, ...property }]) => ({
    name,
    in: place,
    required: json.required?.includes(name) ?? false,
    ...(description === undefined ? {} : { description }),
    schema: property,
  }));
}
