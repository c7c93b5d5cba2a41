import type { ProblemBody } from '../../shared/api/input/problem.ts';
import type { CaseView, ClockView, TimelineEntry } from '../../shared/api/schemas.ts';
import type { CaseActionType } from '../../shared/cases/index.ts';
import type { Answer, CallOptions, Client, Fault } from '../support/client.ts';
import { Product, type ProductOptions } from '../support/product.ts';

export const customer = 'jana@tenant.example';
export const operations = 'operations@caseclock.example';

/** One tenant for each plan, by its name; all in Germany: 09:00 to 17:00 there is 08:00Z to 16:00Z in winter. */
export const tenants = ['standard', 'professionalDirect', 'unified', 'premier'] as const;
export type Tenant = (typeof tenants)[number];

const contact = {
  firstName: 'Jana',
  lastName: 'Weber',
  primaryEmailAddress: customer,
  country: 'DE',
  preferredTimeZone: 'Europe/Berlin',
  preferredSupportLanguage: 'de',
};

/** A break-fix request of severity B in business hours. */
export const request = {
  tenantId: 'standard' as string,
  title: 'Sales order posting fails',
  severity: 'B',
  category: 'technical',
  service: { name: 'Dynamics 365 Finance' },
  environment: { name: 'prod', build: '10.0.42.1', machine: 'aos-3', user: 'u-9', document: 'SO-1001' },
  contactDetails: contact,
  submitter: { id: 'u-17', roles: ['Power Platform Administrator'] },
};

/** Fields of a submission that differ from the request above; those of the contact are laid over its own. */
export interface Changes {
  readonly contactDetails?: object;
  readonly [field: string]: unknown;
}

const filled = ({ contactDetails = {}, ...changes }: Changes) => ({
  ...request,
  ...changes,
  contactDetails: { ...contact, ...contactDetails },
});

/** Things to post on a case: `{ type, ... }`, or the type alone. */
export type Posted = CaseActionType | { readonly type: CaseActionType; readonly [field: string]: unknown };

/** One product with a tenant for each plan, whose clock stands still until it is moved. */
export class World {
  readonly product: Product;

  private constructor(product: Product) {
    this.product = product;
  }

  static async start(options: ProductOptions): Promise<World> {
    const product = await Product.start(options);
    const world = new World(product);
    for (const plan of tenants) await world.entitle(plan, { plan });
    return world;
  }

  get client(): Client {
    return this.product.client;
  }

  async entitle(tenantId: string, entitlement: object): Promise<void> {
    const answer = await this.client.putEntitlement(tenantId, { country: 'DE', ...entitlement });
    if (answer.status > 201) throw new Error(answer.text);
  }

  submit(tenantId: string, changes: Changes = {}, options?: CallOptions): Promise<CaseView> {
    return this.client.submit(filled({ tenantId, ...changes }), options);
  }

  /** Tries to submit, and answers the problem. */
  async refusal(tenantId: string, changes: Changes, options: CallOptions = {}): Promise<Answer<ProblemBody>> {
    const body = filled({ tenantId, ...changes });
    const answer = await this.client.call<ProblemBody>('POST', '/api/cases', { ...options, body });
    if (answer.status < 400) throw new Error(`it was accepted: ${answer.text}`);
    return answer;
  }

  /** Posts an event as an engineer (what is theirs as operations), and answers the case as it then is. */
  async act(caseId: string, posted: Posted): Promise<CaseView> {
    const answer = await this.tryTo(caseId, posted);
    if (answer.status === 200) return answer.body;
    throw new Error(`${JSON.stringify(posted)}: ${answer.status} ${answer.text}`);
  }

  tryTo(caseId: string, posted: Posted, options: CallOptions = {}): Promise<Answer<CaseView & Fault>> {
    const body = typeof posted === 'string' ? { type: posted } : posted;
    const byOperations = /^(downgrade|mail)\.|^response\.corrected$/.test(body.type);
    const as = byOperations ? 'operations' : 'engineer';
    return this.client.act(caseId, body, { as, ...options });
  }

  /** The mails of a case in order of time: when, what, to whom. */
  async mails(caseId: string): Promise<string[]> {
    await this.client.advance('PT0S');
    const mails = await this.client.mail({ caseId });
    const reader = (to: string) => (to === customer ? 'customer' : to === operations ? 'operations' : to);
    return mails.map(({ kind, to, sentAt }) => `${sentAt} ${kind} to ${reader(to)}`).sort();
  }

  /** Puts a version of the policy, as a change of the one in force. */
  async putPolicy(version: string, change: object): Promise<void> {
    await this.client.expect(201, 'PUT', `/api/policy/versions/${version}`, {
      as: 'operations',
      body: change,
    });
  }

  async dispose(): Promise<void> {
    await this.product.dispose();
  }
}

/** The latest clock of a kind. */
export function clockOf({ clocks }: CaseView, kind: ClockView['kind']): ClockView {
  const clock = clocks.findLast((one) => one.kind === kind);
  if (!clock) throw new Error(`the case has no clock ${kind}`);
  return clock;
}

/** What an event changed of its clock's due instant, as the timeline shows it. */
export function dueChange({ data, before, after }: TimelineEntry) {
  const name = `clocks.${String(data['clockId'])}.dueAt`;
  return { from: before[name], to: after[name] };
}
