/** Calls of the HTTP API, with a token. */
import type { ProblemBody } from '../shared/api/input/problem.ts';
import { Store } from './store.ts';

/** Whether the last call was answered; `since`: of the first that was not, in ms of this machine. */
export const connection = new Store<
  { readonly lost: false } | { readonly lost: true; readonly since: number }
>({ lost: false });

/** The API has answered, and refuses. */
export class Refusal extends Error {
  readonly status: number;
  readonly problem: Partial<ProblemBody>;

  constructor(status: number, problem: Partial<ProblemBody>) {
    super(problem.detail ?? problem.title ?? `The answer was ${status}.`);
    this.status = status;
    this.problem = problem;
  }
}

/** Nothing answers. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super('The connection is lost.', { cause });
  }
}

export interface Answer<T> {
  readonly status: number;
  readonly etag: string | null;
  readonly body: T;
}

export interface Identity {
  readonly id: string;
  readonly name: string;
}

let tokenOf: (renew: boolean) => Promise<string> = () => Promise.reject(new Error('nobody has signed in'));

export function useToken(source: (renew: boolean) => Promise<string>): void {
  tokenOf = source;
}

/** Whom the token names. */
export async function identity(): Promise<Identity> {
  const [, payload = ''] = (await tokenOf(false)).split('.');
  const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (each) =>
    each.charCodeAt(0),
  );
  const claims = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  const text = (name: string) => (typeof claims[name] === 'string' ? claims[name] : undefined);
  const id = text('oid') ?? text('sub') ?? 'unknown';
  return { id, name: (text('name') ?? text('preferred_username') ?? id).slice(0, 100) };
}

export async function call<T>(
  method: 'GET' | 'POST',
  path: string,
  { body, headers = {} }: { body?: object; headers?: Record<string, string> } = {},
): Promise<Answer<T>> {
  const answer = await send(method, path, { ...(body ? { body } : {}), headers });
  const text = await answer.text();
  const json = text === '' ? undefined : (JSON.parse(text) as unknown);
  if (answer.status >= 400) throw new Refusal(answer.status, json as Partial<ProblemBody>);
  return { status: answer.status, etag: answer.headers.get('etag'), body: json as T };
}

async function send(
  method: 'GET' | 'POST',
  path: string,
  { body, headers }: { body?: object; headers: Record<string, string> },
  renewed = false,
): Promise<Response> {
  const token = await tokenOf(renewed);
  let answer: Response;
  try {
    answer = await fetch(path, {
      method,
      cache: 'no-store',
      headers: {
        authorization: `Bearer ${token}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  } catch (cause) {
    if (!connection.value.lost) connection.set({ lost: true, since: Date.now() });
    throw new Unreachable(cause);
  }
  if (answer.status === 401 && !renewed)
    return send(method, path, { ...(body ? { body } : {}), headers }, true);
  connection.set(answer.status < 500 ? { lost: false } : { lost: true, since: Date.now() });
  return answer;
}

/** Where the next page is, below the address that the page itself came from. */
export const pathOf = (link: string): string => {
  const { pathname, search } = new URL(link);
  return pathname + search;
};

/** Pages of a list, one after the other, until there are so many items or no more. */
export async function readPages<
  P extends { readonly value: readonly unknown[]; nextLink?: string | undefined },
>(path: string, most: number): Promise<P> {
  const first = await read<P>(path);
  const value = [...first.value];
  let next = first.nextLink;
  while (next !== undefined && value.length < most) {
    const page = await read<P>(pathOf(next));
    value.push(...page.value);
    next = page.nextLink;
  }
  return { ...first, value, nextLink: next };
}

/** All pages of a list as one table (RFC 4180). */
export async function readCsv(path: string): Promise<string> {
  let table = '';
  for (let next: string | undefined = path; next !== undefined;) {
    const answer = await send('GET', next, { headers: { accept: 'text/csv' } });
    const text = await answer.text();
    if (!answer.ok) throw new Refusal(answer.status, JSON.parse(text) as Partial<ProblemBody>);
    // Each page begins with the names of the columns, which hold no line break.
    table += table === '' ? text : text.slice(text.indexOf('\r\n') + 2);
    const link: string | undefined = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1];
    next = link === undefined ? undefined : pathOf(link);
  }
  return table;
}

export async function read<T>(path: string): Promise<T> {
  return (await call<T>('GET', path)).body;
}

/** A problem in words for whoever reads the page. */
export function inWords(error: unknown): string {
  if (error instanceof Refusal) {
    if (error.status === 412)
      return 'The case has changed since it was shown. It is read again: look, and try once more.';
    const rules = error.problem.rules?.length ? ` (${error.problem.rules.join(', ')})` : '';
    const fields =
      error.problem.errors?.map(({ pointer, detail }) => ` ${pointer} ${detail}`).join(';') ?? '';
    return `${error.message}${rules}${fields}`;
  }
  return error instanceof Error ? error.message : String(error);
}
