/** The answers of the HTTP API, as far as the story looks at them. */
export interface ClockView {
  readonly id: string;
  readonly kind: string;
  readonly schedule: string;
  readonly target: string;
  readonly state: string;
  readonly dueAt: string | null;
  readonly elapsed: string;
  readonly remaining: string;
  readonly lateBy?: string;
}

export interface CaseView {
  readonly id: string;
  readonly status: string;
  readonly severity: string;
  readonly coverage: string;
  readonly plan: string;
  readonly clocks: readonly ClockView[];
  readonly linkedCases: readonly { readonly id: string; readonly kind: string }[];
}

export interface TimelineEntry {
  readonly sequence: number;
  readonly type: string;
  readonly at: string;
  readonly decidedAsOf: string;
  readonly by: { readonly id: string; readonly role: string };
  readonly rules: readonly string[];
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly caseId: string;
  readonly kind: string;
  readonly sentAt: string;
}

interface Page<T> {
  readonly value: readonly T[];
  readonly nextLink?: string;
}

export type Role = 'integration' | 'engineer' | 'operations';

/** A client of the HTTP API and of what the local runtime adds to it. Every method throws on a refusal. */
export class Api {
  readonly #origin: string;
  readonly #tokens = new Map<Role, string>();

  constructor(origin: string) {
    this.#origin = origin;
  }

  putEntitlement(tenantId: string, entitlement: object): Promise<unknown> {
    return this.#call('operations', 'PUT', `/api/entitlements/${tenantId}`, entitlement);
  }

  submit(submission: object): Promise<CaseView> {
    return this.#call('integration', 'POST', '/api/cases', submission);
  }

  post(role: Role, caseId: string, event: object): Promise<CaseView> {
    return this.#call(role, 'POST', `/api/cases/${caseId}/events`, event);
  }

  /** Answers what was refused, and why; it must be. */
  async refusal(
    role: Role,
    caseId: string,
    event: object,
  ): Promise<{ code: string; rules: readonly string[] }> {
    const response = await this.#send(role, 'POST', `/api/cases/${caseId}/events`, event);
    if (response.ok) throw new Error('The story says that this is refused.');
    return (await response.json()) as { code: string; rules: readonly string[] };
  }

  read(caseId: string): Promise<CaseView> {
    return this.#call('engineer', 'GET', `/api/cases/${caseId}`);
  }

  /** What came after the event numbered `after`. */
  timeline(caseId: string, after: number): Promise<readonly TimelineEntry[]> {
    return this.#pages('engineer', `/api/cases/${caseId}/timeline?after=${after}&top=200`);
  }

  /** The next instant at which the product wakes by itself, if there is one. */
  async nextWake(): Promise<string | undefined> {
    const alarms = await this.#pages<{ nextWake: string | null }>('operations', '/api/operations/alarms');
    return alarms.flatMap(({ nextWake }) => nextWake ?? []).sort()[0];
  }

  mails(): Promise<readonly Mail[]> {
    return this.#call('operations', 'GET', '/local/mail');
  }

  async now(): Promise<string> {
    return (await this.#call<{ now: string }>('operations', 'GET', '/local/clock')).now;
  }

  /** Answers once everything that fell due by then has run. */
  moveTo(now: string): Promise<unknown> {
    return this.#call('operations', 'POST', '/local/clock', { now });
  }

  async #pages<T>(role: Role, path: string): Promise<readonly T[]> {
    const all: T[] = [];
    for (let next: string | undefined = path; next !== undefined;) {
      const page: Page<T> = await this.#call(role, 'GET', next);
      all.push(...page.value);
      next = page.nextLink;
    }
    return all;
  }

  async #call<T>(role: Role, method: string, path: string, body?: object): Promise<T> {
    const response = await this.#send(role, method, path, body);
    if (!response.ok) {
      throw new Error(`${method} ${path} was answered ${response.status}: ${await response.text()}`);
    }
    return (await response.json()) as T;
  }

  async #send(role: Role, method: string, path: string, body?: object): Promise<Response> {
    return fetch(new URL(path, this.#origin), {
      method,
      headers: {
        authorization: `Bearer ${await this.#token(role)}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  }

  async #token(role: Role): Promise<string> {
    const known = this.#tokens.get(role);
    if (known !== undefined) return known;
    const response = await fetch(new URL(`/local/token?role=${role}`, this.#origin));
    const { token } = (await response.json()) as { token: string };
    this.#tokens.set(role, token);
    return token;
  }
}
