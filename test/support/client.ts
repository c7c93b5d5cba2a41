import type { ProblemBody } from '../../shared/api/input/problem.ts';
import type { CaseView, TimelineEntry } from '../../shared/api/schemas.ts';
import type { Role } from '../../shared/identity/caller.ts';

export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  /** As it came over the wire. */
  readonly text: string;
  readonly body: T;
}

/** What was answered but for the id of the request, which no two have in common. */
export const withoutTrace = (text: string): string => text.replace(/,"traceId":"[0-9a-f]{32}"/, '');

export interface CallOptions {
  /** Role of an operator's token, a role at a tenant, a token of one's own, or `nobody`. Default: integration. */
  readonly as?:
    Role | { readonly role: Role; readonly tenantId: string } | { readonly token: string } | 'nobody';
  /** Sent as JSON, or as it is when it is text or bytes. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a problem says besides its status, next to what an answer holds when all went well. */
export type Fault = Omit<ProblemBody, 'status'>;

export interface Page<T> {
  readonly value: readonly T[];
  readonly nextLink?: string;
}

export interface Mail {
  readonly to: string;
  readonly cc?: string;
  readonly language: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly caseId: string;
  readonly kind: string;
  readonly sentAt: string;
}

/** Speaks to one running product over HTTP, as programs outside do. */
export class Client {
  readonly origin: string;
  readonly #tokens = new Map<string, Promise<string>>();
  readonly #given: string | undefined;

  /** `token`: for every role, where the product gives out none itself. */
  constructor(origin: string, token?: string) {
    this.origin = origin;
    this.#given = token;
  }

  /** A token of the local runtime; without a tenant, of the operator's own. */
  token(role: Role, tenantId?: string): Promise<string> {
    if (this.#given !== undefined && tenantId === undefined) return Promise.resolve(this.#given);
    const query = new URLSearchParams({ role, ...(tenantId === undefined ? {} : { tenantId }) }).toString();
    let token = this.#tokens.get(query);
    if (!token) {
      token = this.#fetchToken(query);
      this.#tokens.set(query, token);
    }
    return token;
  }

  async #fetchToken(query: string): Promise<string> {
    const answer = await fetch(`${this.origin}/local/token?${query}`);
    const { token } = (await answer.json()) as { token: string };
    return token;
  }

  /** Calls the API. `path` may be a whole address, such as a `nextLink`. */
  async call<T = unknown>(method: string, path: string, options: CallOptions = {}): Promise<Answer<T>> {
    const { body, as = 'integration' } = options;
    const json = body !== undefined && typeof body !== 'string' && !(body instanceof Uint8Array);
    const answer = await fetch(new URL(path, this.origin), {
      method,
      redirect: 'error',
      headers: {
        ...(await this.#authorization(as)),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(body === undefined
        ? {}
        : { body: json ? JSON.stringify(body) : (body as string | Uint8Array<ArrayBuffer>) }),
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
    return {
      status: answer.status,
      headers: answer.headers,
      text,
      body: (isJson ? JSON.parse(text) : undefined) as T,
    };
  }

  async #authorization(as: NonNullable<CallOptions['as']>): Promise<Record<string, string>> {
    if (as === 'nobody') return {};
    if (typeof as === 'string') return { authorization: `Bearer ${await this.token(as)}` };
    if ('token' in as) return { authorization: `Bearer ${as.token}` };
    return { authorization: `Bearer ${await this.token(as.role, as.tenantId)}` };
  }

  /** Calls and expects this status, or throws with what came instead. */
  async expect<T>(status: number, method: string, path: string, options?: CallOptions): Promise<Answer<T>> {
    const answer = await this.call<T>(method, path, options);
    if (answer.status === status) return answer;
    throw new Error(`${method} ${path}: ${answer.status} instead of ${status}: ${answer.text}`);
  }

  putEntitlement(tenantId: string, entitlement: object) {
    return this.call('PUT', `/api/entitlements/${tenantId}`, { as: 'operations', body: entitlement });
  }

  async submit(submission: object, options?: CallOptions): Promise<CaseView> {
    return (await this.expect<CaseView>(201, 'POST', '/api/cases', { ...options, body: submission })).body;
  }

  async read(caseId: string, options?: CallOptions): Promise<CaseView> {
    return (await this.expect<CaseView>(200, 'GET', `/api/cases/${caseId}`, options)).body;
  }

  /** Posts an event as an engineer, unless told otherwise. */
  act(caseId: string, body: object, options?: CallOptions): Promise<Answer<CaseView & Fault>> {
    return this.call('POST', `/api/cases/${caseId}/events`, { as: 'engineer', ...options, body });
  }

  timeline(caseId: string): Promise<TimelineEntry[]> {
    return this.all<TimelineEntry>(`/api/cases/${caseId}/timeline?top=200`);
  }

  /** What all pages hold together. */
  async all<T>(path: string, options?: CallOptions): Promise<T[]> {
    const value: T[] = [];
    for (let next: string | undefined = path; next !== undefined;) {
      const page: Answer<Page<T>> = await this.expect(200, 'GET', next, options);
      value.push(...page.body.value);
      next = page.body.nextLink;
    }
    return value;
  }

  /** Moves the virtual clock on, and answers what it shows once everything due by then has run. */
  advance(duration: string): Promise<string> {
    return this.#clock({ advance: duration });
  }

  advanceTo(instant: string): Promise<string> {
    return this.#clock({ now: instant });
  }

  setSpeed(speed: number): Promise<string> {
    return this.#clock({ speed });
  }

  /** What the virtual clock shows. */
  async now(): Promise<string> {
    return (await this.expect<{ now: string }>(200, 'GET', '/local/clock', { as: 'nobody' })).body.now;
  }

  async #clock(change: object): Promise<string> {
    const answer = await this.expect<{ now: string }>(200, 'POST', '/local/clock', {
      as: 'nobody',
      body: change,
    });
    return answer.body.now;
  }

  async mail(
    query: { readonly to?: string; readonly caseId?: string; readonly kind?: string } = {},
  ): Promise<Mail[]> {
    const path = `/local/mail?${new URLSearchParams(query).toString()}`;
    return (await this.expect<Mail[]>(200, 'GET', path, { as: 'nobody' })).body;
  }
}
