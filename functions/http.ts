import { app, type HttpRequest, type HttpResponseInit, type InvocationContext } from '@azure/functions';
import * as df from 'durable-functions';
import type { z } from 'zod';

import type { Endpoint } from '../shared/api/endpoints.ts';
import { readJson, readSigned } from '../shared/api/input/body.ts';
import { parse, parseElements } from '../shared/api/input/parse.ts';
import { Problem } from '../shared/api/input/problem.ts';
import { problemOf } from '../shared/api/input/refusal.ts';
import { readReference, Refused, referenceOf } from '../shared/cases/index.ts';
import type { Alarms, Ports } from '../shared/engine/ports.ts';
import { postingRole, type Caller } from '../shared/identity/caller.ts';
import { logRecord } from '../shared/telemetry/telemetry.ts';
import { inTurns } from '../shared/turns.ts';
import { durableAlarms, type DurableClient } from './alarms.ts';
import { authenticate, notSetUp, ports, warnSome } from './composition.ts';
import { requireEntitled } from './entitled.ts';
import { admitted } from './overload.ts';
import { problemFrom } from './problems.ts';
import { tracedRequest } from './tracing.ts';

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
      const served = await tracedRequest(endpoint, request, context, async (traceId) => {
        try {
          const reply = await admitted(endpoint, () => handle(request, context));
          return { status: reply.status, http: traceable(answer(reply), traceId) };
        } catch (error) {
          const told = problemFrom(error, context);
          tellProblem(context, told.status, refusalLine(endpoint, request, told, traceId));
          return { status: told.status, code: told.code, http: traceable(problem(told, traceId), traceId) };
        }
      });
      return served.http;
    },
  });
}

function tellProblem(context: InvocationContext, status: number, line: string): void {
  if (status === 429) return warnSome(line);
  const level = status < 500 ? 'info' : 'error';
  context[level](line);
  logRecord(level, line);
}

/** A refusal for the log. Neither its sentences nor what was sent: these may hold personal data. */
function refusalLine(
  { method, path }: Endpoint,
  { params: { id } }: HttpRequest,
  refusal: Problem,
  traceId: string,
): string {
  const { status, code, extra } = refusal;
  const isCase = id !== undefined && path.startsWith('api/cases/{id}');
  const reference = isCase ? [readReference(id) ? id : referenceOf(id)] : [];
  const rules = extra.rules?.length ? [`(${extra.rules.join(', ')})`] : [];
  const what = status < 500 ? 'refused:' : 'failed:';
  return [what, ...reference, method, `/${path}`, status, code, ...rules, `trace ${traceId}`].join(' ');
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

/** The same answer with the id by which the log and telemetry name the request. */
function traceable(of: HttpResponseInit, traceId: string): HttpResponseInit {
  return { ...of, headers: { ...(of.headers as Record<string, string>), 'x-trace-id': traceId } };
}

/** The answer that a problem is told by. */
export function problem(of: Problem, traceId?: string): HttpResponseInit {
  return answer({
    status: of.status,
    body: { ...of.body(), ...(traceId === undefined ? {} : { traceId }) },
    headers: { 'content-type': 'application/problem+json', ...of.headers },
  });
}
