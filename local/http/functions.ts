import { HttpRequest, HttpResponse } from '@azure/functions';
import { type AppFunction, invoke, type Log } from '../app.ts';
import { cookieText } from './cookies.ts';
import { compileRoute, matchRoute, type Route } from './routes.ts';
import type { Incoming } from './incoming.ts';
import { problem } from './problem.ts';
import { type Answer, answer } from './server.ts';

export interface Keys {
  function: string;
  admin: string;
}

interface HttpFunction {
  fn: AppFunction;
  route: Route;
  methods: Set<string>;
  level: string;
}

/** The methods that reach a function. */
const passed: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * Answers requests for HTTP triggers, like the host: the first function registered for a route and method, 404 where
 * there is none, 401 without the key that a function asks for, an empty 500 when the handler throws.
 * @throws Error for a route that the host keeps for itself.
 */
export function createHttpFunctions(functions: Iterable<AppFunction>, prefix: string, keys: Keys, log: Log) {
  const table = [...functions]
    .filter((fn) => fn.trigger.type.toLowerCase() === 'httptrigger')
    .map((fn): HttpFunction => {
      const route = (fn.trigger['route'] as string | undefined) ?? fn.name;
      if (/^\/*admin/i.test(route))
        throw new Error(
          `The function ${fn.name} has the route ${route}: what begins with "admin" is the host's.`,
        );
      const methods = (fn.trigger['methods'] as string[] | undefined) ?? ['GET', 'POST'];
      return {
        fn,
        route: compileRoute(`${prefix}/${route}`),
        methods: new Set(methods.map((method) => method.toUpperCase())),
        level: ((fn.trigger['authLevel'] as string | undefined) ?? 'anonymous').toLowerCase(),
      };
    });

  function find({ method, path }: Incoming) {
    if (!passed.has(method)) return undefined;
    for (const entry of table) {
      if (!entry.methods.has(method)) continue;
      const params = matchRoute(entry.route, path);
      if (params) return { ...entry, params };
    }
    return undefined;
  }

  return async (request: Incoming): Promise<Answer> => {
    let found;
    try {
      found = find(request);
    } catch {
      const detail = 'Write % itself as %25, and all else in UTF-8.';
      return problem(400, 'The path is malformed', detail, 'path.malformed');
    }
    if (!found) return problem(404, 'Not found', 'No function takes this method and path.');
    if (!allowed(found.level, request, keys)) return answer(401);
    try {
      const { params } = found;
      const init = { nativeRequest: await request.request(joinedQuery(request.url)), params };
      return toAnswer(await invoke(found.fn, new HttpRequest(init)));
    } catch (error) {
      log('error', `${found.fn.name} failed: ${error instanceof Error ? error.stack : String(error)}`);
      return answer(500);
    }
  };
}

/** The address with its query as the host hands it on: repeated values joined by a comma, and no `__proto__`. */
function joinedQuery(url: URL): string {
  const keys = [...url.searchParams.keys()];
  if (new Set(keys).size === keys.length && !keys.includes('__proto__')) return url.href;
  const joined = new URL(url);
  joined.search = '';
  for (const key of new Set(keys)) {
    if (key !== '__proto__') joined.searchParams.set(key, url.searchParams.getAll(key).join(','));
  }
  return joined.href;
}

function allowed(level: string, request: Incoming, keys: Keys): boolean {
  if (level === 'anonymous') return true;
  const given = request.header('x-functions-key') ?? request.url.searchParams.get('code');
  return given !== null && (given === keys.admin || (level === 'function' && given === keys.function));
}

function toAnswer(result: unknown): Answer {
  if (result === undefined || result === null) return answer(204);
  if (typeof result !== 'object') throw new TypeError('An HTTP function must return an object.');
  const response = result instanceof HttpResponse ? result : new HttpResponse(result);
  const cookies = response.cookies.map((each) => ['set-cookie', cookieText(each)] as const);
  return {
    status: response.status,
    headers: [...response.headers, ...cookies],
    body: response.body as ReadableStream<Uint8Array> | null,
  };
}
