import { setTimeout as sleep } from 'node:timers/promises';
import {
  app,
  type HttpRequest,
  type HttpResponseInit,
  type InvocationContext,
  type Timer,
} from '@azure/functions';
import * as df from 'durable-functions';
import { runsOf } from './orchestrations.ts';

app.setup({ enableHttpStream: true });

const describe = (request: HttpRequest, context: InvocationContext): HttpResponseInit => ({
  jsonBody: {
    function: context.functionName,
    method: request.method,
    params: request.params,
    query: Object.fromEntries(joined(request.query)),
    header: request.headers.get('x-test'),
  },
});

/** Repeated values joined by a comma, as the host hands them on where it does not stream. */
const joined = (query: URLSearchParams) =>
  [...new Set(query.keys())].map((key) => [key, query.getAll(key).join(',')] as const);

app.http('item', { route: 'items/{id}', methods: ['GET', 'PUT'], authLevel: 'anonymous', handler: describe });
app.http('special', { route: 'items/special', methods: ['GET'], authLevel: 'anonymous', handler: describe });
app.http('optional', {
  route: 'optional/{a}/{b?}',
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: describe,
});
app.http('rest', { route: 'rest/{*path}', methods: ['GET'], authLevel: 'anonymous', handler: describe });
app.http('number', { route: 'numbers/{n:int}', methods: ['GET'], authLevel: 'anonymous', handler: describe });
app.http('unrouted', { authLevel: 'anonymous', handler: describe });
app.http('keyed', { route: 'keyed', methods: ['GET'], authLevel: 'function', handler: describe });
app.http('forAdmins', { route: 'for-admins', methods: ['GET'], authLevel: 'admin', handler: describe });

app.http('throwing', {
  authLevel: 'anonymous',
  handler: () => {
    throw new Error('a secret of the server');
  },
});

app.http('status', {
  route: 'status/{code}',
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: (request) => ({ status: Number(request.params['code']), headers: { 'x-answer': 'yes' } }),
});

app.http('cookies', {
  authLevel: 'anonymous',
  handler: () => ({
    body: 'biscuits',
    cookies: [
      { name: 'a', value: '1', path: '/', httpOnly: true },
      { name: 'b', value: '2' },
    ],
  }),
});

app.http('size', {
  methods: ['POST'],
  authLevel: 'anonymous',
  handler: async (request) => {
    const body = new Uint8Array(await request.arrayBuffer());
    return { jsonBody: { size: body.length, sum: body.reduce((sum, each) => (sum + each) % 65_521, 0) } };
  },
});

/** Reads no more than it wants, whatever the sender announced. */
app.http('bounded', {
  methods: ['POST'],
  authLevel: 'anonymous',
  handler: async (request) => {
    let size = 0;
    for await (const part of (request.body ?? []) as AsyncIterable<Uint8Array>) {
      size += part.byteLength;
      if (size > 100_000) return { status: 413, jsonBody: { error: 'too large' } };
    }
    return { jsonBody: { size } };
  },
});

app.http('reverse', {
  methods: ['POST'],
  authLevel: 'anonymous',
  handler: async (request) => ({
    body: Array.from(await request.text())
      .reverse()
      .join(''),
  }),
});

app.http('drip', {
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: (request) => {
    const parts = Number(request.query.get('parts') ?? 3);
    async function* body() {
      for (let part = 0; part < parts; part++) {
        yield new TextEncoder().encode(`part ${part}\n`);
        await sleep(20);
      }
    }
    return { headers: { 'content-type': 'text/plain' }, body: body() };
  },
});

app.http('runs', {
  route: 'runs/{key}',
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: (request) => ({ jsonBody: runsOf(request.params['key'] ?? '') }),
});

let ticks: { isPastDue: boolean; next: string }[] = [];

app.timer('minutely', {
  schedule: '0 * * * * *',
  handler: (timer: Timer) => {
    ticks.push({ isPastDue: timer.isPastDue, next: timer.scheduleStatus.next });
  },
});

app.http('ticks', {
  methods: ['GET', 'DELETE'],
  authLevel: 'anonymous',
  handler: (request) => {
    if (request.method === 'DELETE') ticks = [];
    return { jsonBody: ticks };
  },
});

/** Does what the durable client offers: `{ call, ...arguments }`. Answers `{ result }` or `{ error }`. */
df.app.client.http('durable', {
  methods: ['POST'],
  authLevel: 'anonymous',
  handler: async (request, client) => {
    const order = (await request.json()) as {
      call: string;
      id?: string;
      name: string;
      input?: unknown;
      reason?: string;
    };
    const { id = '', name, reason = 'because' } = order;
    const calls: Record<string, () => Promise<unknown>> = {
      start: () => client.startNew(name, { ...(id !== '' && { instanceId: id }), input: order.input }),
      status: () => client.getStatus(id),
      raise: () => client.raiseEvent(id, name, order.input),
      terminate: () => client.terminate(id, reason),
      suspend: () => client.suspend(id, reason),
      resume: () => client.resume(id, reason),
      purge: () => client.purgeInstanceHistory(id),
      purgeCompleted: () =>
        client.purgeInstanceHistoryBy({
          createdTimeFrom: new Date(0),
          runtimeStatus: [df.OrchestrationRuntimeStatus.Completed],
        }),
      list: () => client.getStatusAll(),
      running: () => client.getStatusBy({ runtimeStatus: [df.OrchestrationRuntimeStatus.Running] }),
      links: () => Promise.resolve(client.createHttpManagementPayload(id)),
    };
    try {
      return { jsonBody: { result: (await calls[order.call]?.()) ?? null } };
    } catch (error) {
      return { jsonBody: { error: error instanceof Error ? error.message : String(error) } };
    }
  },
});
