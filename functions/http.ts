import { app, type HttpRequest, type HttpResponseInit, type InvocationContext } from '@azure/functions';
import * as df from 'durable-functions';
import type { z } from 'zod';

import type { Endpoint } from '../shared/api/endpoints.ts';
import { readJson, readSigned } from '../shared/api/input/body.ts';
import { parse, parseElements } from '../shared/api/input/parse.ts';
import { Problem } from '../shared/api/input/problem.ts';
import { problemOf } from '../shared/api/input/refusal.ts';
import { readReference, Refused, referenceOf } from '../shared/cases/index.ts';
import { IdempotencyMismatch, StateChanged, UnknownCase } from '../shared/engine/commands/act.ts';
import { ClockDiffers } from '../shared/engine/commit/clockTrust.ts';
import { Contended } from '../shared/engine/commit/commit.ts';
import type { Alarms, Ports } from '../shared/engine/ports.ts';
import { UnreadableDocument } from '../shared/engine/documents/stored.ts';
import { postingRole, type Caller } from '../shared/identity/caller.ts';
import { IssuerUnavailable, NotAuthenticated } from '../shared/identity/tokens.ts';
import { CalendarUnknown } from '../shared/policy/calendars/index.ts';
import { InvalidContinuation, StoreUnavailable, Unreadable } from '../shared/store/errors.ts';
import { inTurns } from '../shared/turns.ts';
import { durableAlarms, type DurableClient } from './alarms.ts';
import { authenticate, notSetUp, NotSetUp, ports, warnSome } from './composition.ts';
import { requireEntitled } from './entitled.ts';
import { admitted } from './overload.ts';

type Parsed<S, Otherwise> = S extends z.ZodType ? z.output<S> : Otherwise;

/** A request that has been authenticated and parsed. */
export interface Call<O extends Endpoint> {
  readonly request: HttpRequest;
  readonly caller: Caller;
  readonly params: Parsed<O['params'], Record<string, never>>;
  readonly query: Parsed<O['query'], Record<string, never>>;
  readonly body: Parsed<O['body'], undefined>;
  readonly ports: Ports;
  readonly alarms: Alarms;
  readonly durable: DurableClient;
}

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  /** A table instead. */
  readonly csv?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

// Without it the Azure Functions host loses a body that comes without its length.
app.setup({ enableHttpStream: true });

// The first function registered for a route answers: this one everything, health too.
if (notSetUp) {
  app.http('notSetUp', {
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'],
    route: '{*path}',
    authLevel: 'anonymous',
    handler: (_request, context) => problem(problemFrom(notSetUp, context)),
  });
}

/** Registers the function of an endpoint that takes no token and no input. */
export function servePublic(endpoint: Endpoint, handle: () => Promise<Reply>): void {
  register(endpoint, handle);
}

/** A request of a program that shows itself by something else than a role. */
export interface ServiceCall<O extends Endpoint> {
  readonly request: HttpRequest;
  readonly ports: Ports;
  readonly alarms: Alarms;
  /** The body, parsed. `allowed` looks at its text before, and throws where it is not taken. */
  read(allowed?: (text: string) => void): Promise<Parsed<O['body'], undefined>>;
}

/** Registers the function of an endpoint that a service calls, whose handler has to authenticate it. */
export function serveService<O extends Endpoint>(
  endpoint: O,
  handle: (call: ServiceCall<O>) => Promise<Reply>,
): void {
  register(endpoint, async (request, context) => {
    const reached = await ports();
    const read = async (allowed?: (text: string) => void) => {
      const body = request.body as AsyncIterable<Uint8Array> | null;
      const limits = { largest: endpoint.largestBody, values: endpoint.mostValues };
      const { json } = await readSigned({ headers: request.headers, body }, limits, allowed);
      return (endpoint.body ? parse(endpoint.body, json) : undefined) as Parsed<O['body'], undefined>;
    };
    return handle({ request, ports: reached, alarms: durableAlarms(df.getClient(context)), read });
  });
}

/** Registers the function of an endpoint: authenticates, parses, answers, and turns errors into problems. */
export function serve<O extends Endpoint>(endpoint: O, handle: (call: Call<O>) => Promise<Reply>): void {
  register(endpoint, async (request, context) => {
    const call = await receive(endpoint, request, context);
    try {
      return await handle(call);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      throw problemOf(error.refusal, (type) => postingRole(call.caller, type) !== undefined);
    }
  });
}

function register(
  endpoint: Endpoint,
  handle: (request: HttpRequest, context: InvocationContext) => Promise<Reply>,
): void {
  app.http(endpoint.id, {
    methods: [endpoint.method],
    route: endpoint.path,
    authLevel: 'anonymous',
    extraInputs: [df.input.durableClient()],
    handler: async (request, context) => {
      try {
        return answer(await admitted(endpoint, () => handle(request, context)));
      } catch (error) {
        const told = problemFrom(error, context);
        const line = refusalLine(endpoint, request, told);
        if (told.status === 429) warnSome(line);
        else if (told.status < 500) context.info(line);
        return problem(told);
      }
    },
  });
}

/** A refusal for the log. Neither its sentences nor what was sent: these may hold personal data. */
function refusalLine({ method, path }: Endpoint, { params: { id } }: HttpRequest, refusal: Problem): string {
  const { status, code, extra } = refusal;
  const isCase = id !== undefined && path.startsWith('api/cases/{id}');
  const reference = isCase ? [readReference(id) ? id : referenceOf(id)] : [];
  const rules = extra.rules?.length ? [`(${extra.rules.join(', ')})`] : [];
  return ['refused:', ...reference, method, `/${path}`, status, code, ...rules].join(' ');
}

async function receive<O extends Endpoint>(
  endpoint: O,
  request: HttpRequest,
  context: InvocationContext,
): Promise<Call<O>> {
  const caller = await authenticate(request.headers.get('authorization'));
  if (!endpoint.roles.some((role) => caller.roles.includes(role))) {
    throw new Problem(
      403,
      'role.notAllowed',
      `This takes one of the roles ${endpoint.roles.join(', ')}${caller.home ? '' : ' (engineer and operations count from the operator’s own tenant only)'}.`,
    );
  }
  const reached = await ports();
  if (!endpoint.forAnyTenant) await requireEntitled(reached, caller);
  const query = queryOf(request.query);
  const durable = df.getClient(context);
  const call = {
    request,
    caller,
    params: endpoint.params ? parse(endpoint.params, request.params, 'The path') : {},
    query: endpoint.query ? parse(endpoint.query, query, 'The query') : {},
    body: await bodyOf(endpoint, request, caller),
    ports: reached,
    alarms: durableAlarms(durable),
    durable,
  };
  return call as Call<O>;
}

/** Repeated values joined by a comma: the host does so where it does not stream. */
function queryOf(query: HttpRequest['query']): Record<string, string> {
  return Object.fromEntries([...new Set(query.keys())].map((key) => [key, query.getAll(key).join(',')]));
}

async function bodyOf(
  { body, elements, largestBody, ofHome }: Endpoint,
  request: HttpRequest,
  { home, roles }: Caller,
): Promise<unknown> {
  if (!body) return undefined;
  const limits = ofHome && home && roles.includes('integration') ? ofHome : { largest: largestBody };
  const bytes = request.body as AsyncIterable<Uint8Array> | null;
  const json = await readJson({ headers: request.headers, body: bytes }, limits);
  if (!elements) return parse(body, json);
  return Array.isArray(json) ? inTurns(parseElements(elements, json)) : parse(elements.schema, json);
}

function answer({ status, body, csv, headers = {} }: Reply): HttpResponseInit {
  const table = csv === undefined ? {} : { 'content-type': 'text/csv; charset=utf-8', vary: 'accept' };
  return {
    status,
    headers: { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', ...table, ...headers },
    ...(csv === undefined ? (body === undefined ? {} : { jsonBody: body }) : { body: csv }),
  };
}

/** The answer that a problem is told by. */
export function problem(of: Problem): HttpResponseInit {
  return answer({
    status: of.status,
    body: of.body(),
    headers: { 'content-type': 'application/problem+json', ...of.headers },
  });
}

function problemFrom(error: unknown, context: InvocationContext): Problem {
  if (error instanceof Problem) {
    if (error.status >= 500) context.error(error.message, error.cause);
    return error;
  }
  if (error instanceof NotSetUp) {
    context.error(error.message);
    return new Problem(
      503,
      'notSetUp',
      'Settings are missing or wrong: the log of this host says which. Nothing works before they are mended.',
      {},
      { headers: { 'retry-after': '60' } },
    );
  }
  if (error instanceof UnknownCase) return unknownCase();
  if (error instanceof NotAuthenticated) {
    return new Problem(
      401,
      'token.invalid',
      error.message,
      {},
      { headers: { 'www-authenticate': 'Bearer' } },
    );
  }
  if (error instanceof StateChanged) {
    return new Problem(
      412,
      'case.changed',
      'The case is in another state than `If-Match` says: read it again.',
    );
  }
  if (error instanceof InvalidContinuation) {
    return new Problem(400, 'request.invalid', 'The query has a field to mend: see `errors`.', {
      errors: [
        {
          pointer: '/continuation',
          code: 'field.invalid',
          detail: 'Take it as it is from the `nextLink` before.',
        },
      ],
    });
  }
  if (error instanceof IdempotencyMismatch) {
    return new Problem(
      422,
      'idempotency.mismatch',
      'This `Idempotency-Key` has been used with another body: repeat the first body, or take a new key.',
    );
  }
  if (error instanceof UnreadableDocument) {
    context.warn(error.message);
    return new Problem(
      503,
      `${error.kind}.unreadable`,
      `This rests on ${unreadables[error.kind]} that this release cannot read. Operations see which, and why, under \`unreadable\` of GET /api/operations/alarms.`,
      {},
      { headers: { 'retry-after': '60' } },
    );
  }
  if (error instanceof StoreUnavailable || error instanceof IssuerUnavailable || error instanceof Contended) {
    context.warn(error.message, error.cause);
    const seconds = error instanceof StoreUnavailable ? patience(error.retryAfter) : 2;
    return new Problem(
      503,
      'notAvailable',
      'This is not available now: the same request may succeed later.',
      {},
      { headers: { 'retry-after': String(seconds) } },
    );
  }
  if (error instanceof ClockDiffers) {
    context.error(error.message);
    return clockDiffersProblem(error);
  }
  if (error instanceof CalendarUnknown) {
    context.error(error.message);
    return new Problem(
      500,
      'calendar.unknown',
      `The calendar that this rests on can’t be found again: ${error.message}. Operations can put it back; nothing else is concerned.`,
    );
  }
  if (error instanceof Unreadable) {
    context.error(error.message, error);
    return new Problem(
      500,
      'case.unreadable',
      'What is stored of this case cannot be read. Operations can find out why in the logs; other cases are not concerned.',
    );
  }
  context.error('unexpected', error);
  return new Problem(
    500,
    'unexpected',
    'Something is wrong on this side. Operations can find it in the logs.',
  );
}

/** Whole seconds to wait, of which no more is believed than the sweep waits. */
function patience(told = 2): number {
  return Number.isNaN(told) ? 2 : Math.min(60, Math.max(1, Math.ceil(told)));
}

/** Of a host that decides nothing. */
export function clockDiffersProblem({ message }: ClockDiffers): Problem {
  const detail = `This host decides nothing at present: ${message}. The same request may succeed on another, or later.`;
  return new Problem(503, 'clock.differs', detail, {}, { headers: { 'retry-after': '30' } });
}

const unreadables = {
  policyVersion: 'a version of the policy',
  calendar: 'what operations put over a calendar',
  incident: 'a service incident',
  entitlement: 'an entitlement',
  fanOut: 'how far something that concerns many cases has come',
} satisfies Record<UnreadableDocument['kind'], string>;

/** The same for a case that does not exist and for another tenant's. */
export function unknownCase(): Problem {
  return new Problem(404, 'case.unknown', 'There is no such case, or it is not yours to see.');
}
