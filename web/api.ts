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
  renewed = false,
): Promise<Answer<T>> {
  let answer: Response;
  try {
    answer = await fetch(path, {
      method,
      cache: 'no-store',
      headers: {
        authorization: `Bearer ${await tokenOf(renewed)}`,
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
    return call(method, path, { ...(body ? { body } : {}), headers }, true);
  connection.set(answer.status < 500 ? { lost: false } : { lost: true, since: Date.now() });
  const text = await answer.text();
  const json = text === '' ? undefined : (JSON.parse(text) as unknown);
  if (answer.status >= 400) throw new Refusal(answer.status, json as Partial<ProblemBody>);
  return { status: answer.status, etag: answer.headers.get('etag'), body: json as T };
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
