type Role = 'integration' | 'engineer' | 'operations';

export interface Request {
  readonly as?: Role;
  readonly body?: unknown;
}

/** The value of the `Authorization` header for a role of the operator's own tenant, from the local runtime. */
export async function tokenFor(origin: string, role: Role): Promise<string> {
  const answer = await fetch(`${origin}/local/token?role=${role}`);
  const { token } = (await answer.json()) as { token: string };
  return `Bearer ${token}`;
}

/** Calls the API of a product on the local runtime. */
export class Caller {
  readonly #origin: string;
  readonly #tokens = new Map<Role, Promise<string>>();

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** The answer, whatever its status. Text is sent as it is, anything else as JSON. */
  async ask(method: string, path: string, { as = 'operations', body }: Request = {}): Promise<Response> {
    const token = this.#tokens.get(as) ?? tokenFor(this.#origin, as);
    this.#tokens.set(as, token);
    return fetch(`${this.#origin}${path}`, {
      method,
      headers: { authorization: await token, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  }

  /** The body of an answer that is a success; throws with any other. */
  async call(method: string, path: string, request: Request = {}): Promise<unknown> {
    const answer = await this.ask(method, path, request);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} was answered ${answer.status}: ${text.slice(0, 500)}`);
    return text === '' ? undefined : JSON.parse(text);
  }
}
