import { sizeText, usualBody } from '../input/body.ts';
import { problemSchema } from '../input/problem.ts';
import type { Endpoint } from '../endpoints.ts';
import type { Components, Json } from './components.ts';

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

const text = { type: 'string' };
const retryAfter = {
  'Retry-After': { description: 'Seconds after which it may succeed', schema: { type: 'integer' } },
};

const traceHeader = {
  'x-trace-id': { description: 'By which the log and telemetry name the request', schema: text },
};

const problemHeaders: Readonly<Record<number, Json>> = {
  401: { 'WWW-Authenticate': { description: '`Bearer`', schema: text } },
  429: retryAfter,
  503: retryAfter,
};

const answerHeaders = {
  ETag: { description: 'The state that is answered: for `If-Match` and `If-None-Match`', schema: text },
  Location: { description: 'Where it is read', schema: text },
};

/** Everything that a call is answered. */
export function responses(endpoint: Endpoint, components: Components): Json {
  const { answers, roles, problems = [], body, query, largestBody = usualBody, ofHome } = endpoint;
  const out: Json = {};
  for (const [status, { description, schema, csv, headers = [] }] of Object.entries(answers)) {
    out[status] = {
      description,
      headers: {
        ...Object.fromEntries(headers.map((name) => [name, answerHeaders[name]])),
        ...traceHeader,
      },
      ...(schema
        ? {
            content: {
              'application/json': { schema: components.output(schema) },
              ...(csv ? { 'text/csv': { schema: text } } : {}),
            },
          }
        : {}),
    };
  }
  // One that asks for nothing is refused by the host alone.
  if (roles.length === 0) out['4XX'] = { description: 'It is no request that the host can read' };
  const always = [...((body ?? query) ? [400] : []), ...(roles.length ? [401, 403, 429] : []), 503];
  for (const status of [...new Set([...always, ...problems])].sort()) {
    out[status] = {
      description:
        status === 413
          ? tooLarge(largestBody, ofHome?.largest)
          : (problemDescriptions[status] ?? 'A problem'),
      headers: { ...problemHeaders[status], ...traceHeader },
      content: { 'application/problem+json': { schema: components.output(problemSchema) } },
    };
  }
  return out;
}

function tooLarge(largest: number, ofHome: number | undefined): string {
  const usual = `Over ${sizeText(largest)}`;
  return ofHome === undefined
    ? usual
    : `${usual}; ${sizeText(ofHome)} for an integration of the operator’s own tenant`;
}
