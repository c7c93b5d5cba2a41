import type { Incoming } from '../http/incoming.ts';
import { type Answer, answer } from '../http/server.ts';
import { EventType, type HistoryEvent } from './history.ts';
import type { Instance, TaskHub } from './hub.ts';
import { hasEnded, start } from './instance.ts';
import { query, readQuery } from './query.ts';

export interface ApiOptions {
  hub: TaskHub;
  now: () => number;
  newId: () => string;
  /** The URLs of an instance, for the answers that carry them. */
  urls: (id: string) => Record<string, string>;
}

/** The largest body that is taken, in bytes. */
const largestBody = 1024 * 1024;

const text = (status: number, body: string) => answer(status, body, { 'content-type': 'text/plain' });
const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  answer(status, JSON.stringify(body), { 'content-type': 'application/json', ...headers });

const unknown = (id: string) => text(404, `No instance with ID '${id}' found.`);

/**
 * The HTTP API of the Durable extension: starts, watches and manages instances. `path` is what follows the API's
 * base address. What it accepts is on disk before it says so.
 */
export function createDurableApi({ hub, now, newId, urls }: ApiOptions) {
  async function startNew(request: Incoming, name: string, id: string): Promise<Answer> {
    const body = await request.text(largestBody);
    const input = body === '' ? null : parse(body);
    if (input === undefined) return text(400, 'The input is not JSON.');
    const known = await hub.write(() =>
      start(hub, { id, name, input: input && JSON.stringify(input.value), execution: newId() }, now())
        ? undefined
        : hub.instance(id),
    );
    if (known) return text(409, `An Orchestration instance with the status ${known.status} already exists.`);
    const links = urls(id);
    return json(202, links, { location: links['statusQueryGetUri'] ?? '', 'retry-after': '10' });
  }

  /** Runs `change` on an instance that has not ended. */
  async function manage(id: string, change: (instance: Instance) => void): Promise<Answer> {
    return hub.write(() => {
      const instance = hub.instance(id);
      if (!instance) return unknown(id);
      if (hasEnded(instance)) return text(410, `The instance has the status ${instance.status}.`);
      change(instance);
      return answer(202);
    });
  }

  async function raiseEvent(request: Incoming, id: string, name: string): Promise<Answer> {
    const payload = parse(await request.text(largestBody));
    if (!payload) return text(400, 'The event data is not JSON.');
    const arrival = { EventType: EventType.EventRaised, Name: name, Input: JSON.stringify(payload.value) };
    return manage(id, () => hub.sendArrival({ instance: id, execution: null }, arrival, now()));
  }

  function control(request: Incoming, id: string, operation: string): Promise<Answer> {
    const reason = request.url.searchParams.get('reason');
    const type = {
      terminate: EventType.ExecutionTerminated,
      suspend: EventType.ExecutionSuspended,
      resume: EventType.ExecutionResumed,
    }[operation as 'terminate' | 'suspend' | 'resume'];
    return manage(id, () => hub.sendControl(id, { EventType: type, Input: JSON.stringify(reason) }, now()));
  }

  async function restart(request: Incoming, id: string): Promise<Answer> {
    const fresh = request.url.searchParams.get('restartWithNewInstanceId') !== 'false';
    const newInstance = fresh ? newId() : id;
    return hub.write(() => {
      const instance = hub.instance(id);
      if (!instance) return unknown(id);
      const { name, input } = instance;
      return start(hub, { id: newInstance, name, input, execution: newId() }, now())
        ? json(202, urls(newInstance))
        : text(409, `An Orchestration instance with the status ${instance.status} already exists.`);
    });
  }

  /** Only what has ended is purged. Answers how many were. */
  function remove(instances: readonly Instance[]): Promise<number> {
    return hub.write(() => {
      const gone = instances.filter((each) => {
        const current = hub.instance(each.id);
        return current && hasEnded(current);
      });
      for (const each of gone) hub.deleteInstance(each.id);
      return gone.length;
    });
  }

  const purged = (count: number): Answer =>
    count === 0 ? text(404, 'No instance to purge was found.') : json(200, { instancesDeleted: count });

  function status(request: Incoming, id: string): Answer {
    const instance = hub.instance(id);
    if (!instance) return unknown(id);
    const links = urls(id);
    return hasEnded(instance)
      ? json(200, describe(instance, request.url))
      : json(202, describe(instance, request.url), {
          location: links['statusQueryGetUri'] ?? '',
          'retry-after': '10',
        });
  }

  function list(request: Incoming): Answer {
    const url = request.url;
    const page = query(hub, readQuery(url), request.header('x-ms-continuation-token') ?? null);
    const headers: Record<string, string> =
      page.next === undefined ? {} : { 'x-ms-continuation-token': page.next };
    return json(
      200,
      page.instances.map((each) => describe(each, url)),
      headers,
    );
  }

  /** Page by page, so that nobody else has to wait for the whole of it. */
  async function purgeAll(request: Incoming): Promise<Answer> {
    const wanted = readQuery(request.url);
    let deleted = 0;
    let token: string | null = null;
    do {
      const page = query(hub, wanted, token);
      deleted += await remove(page.instances);
      token = page.next ?? null;
    } while (token !== null);
    return purged(deleted);
  }

  return async (request: Incoming, path: string): Promise<Answer> => {
    const [area, first = '', second, third, ...more] = decoded(path) ?? [];
    const { method } = request;
    if (area === undefined) return answer(400);
    if (more.length > 0) return answer(404);
    if (area === 'orchestrators' && method === 'POST' && first !== '' && third === undefined) {
      return startNew(request, first, second || newId());
    }
    if (area !== 'instances') return answer(404);
    if (first === '') {
      if (method === 'GET') return list(request);
      return method === 'DELETE' ? purgeAll(request) : answer(404);
    }
    if (second === undefined) {
      if (method === 'GET') return status(request, first);
      const instance = hub.instance(first);
      if (method === 'DELETE') return purged(await remove(instance ? [instance] : []));
    }
    if (method !== 'POST') return answer(404);
    if (second === 'raiseEvent' && third) return raiseEvent(request, first, third);
    if (second === 'restart') return restart(request, first);
    if (second === 'rewind') return text(501, 'The local runtime does not rewind.');
    if (second === 'terminate' || second === 'suspend' || second === 'resume')
      return control(request, first, second);
    return answer(404);
  };
}

/** The segments of a path; undefined where an escape is malformed. */
function decoded(path: string): string[] | undefined {
  try {
    return path.split('/').map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

function parse(body: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(body) as unknown };
  } catch {
    return undefined;
  }
}

function describe(instance: Instance, url: URL): object {
  const value = (json: string | null): unknown => (json === null ? null : JSON.parse(json));
  const wants = (name: string, byDefault: boolean) =>
    (url.searchParams.get(name) ?? String(byDefault)) === 'true';
  const history = wants('showHistory', false)
    ? { historyEvents: (JSON.parse(instance.history) as HistoryEvent[]).map(historyEntry) }
    : {};
  return {
    name: instance.name,
    instanceId: instance.id,
    runtimeStatus: instance.status,
    input: wants('showInput', true) ? value(instance.input) : null,
    customStatus: value(instance.customStatus),
    output: value(instance.output),
    createdTime: new Date(instance.created).toISOString(),
    lastUpdatedTime: new Date(instance.updated).toISOString(),
    ...history,
  };
}

const names = new Map(Object.entries(EventType).map(([name, type]) => [type, name]));

const historyEntry = ({
  EventType: type,
  IsPlayed: _played,
  EventId: _id,
  ...event
}: HistoryEvent): object => ({
  ...event,
  EventType: names.get(type),
});
