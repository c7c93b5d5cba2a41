import {
  allowedActions,
  coverageFor,
  Refused,
  type Actor,
  type Case,
  type CaseActionBody,
  type CaseActionType,
} from '../../cases/index.ts';
import { questionOf, type LinkFault, type MailAction, type MailLink } from '../../mail/index.ts';
import { actOnCase, IdempotencyMismatch, StateChanged } from '../commands/act.ts';
import { idempotencyOf } from '../commands/idempotency.ts';
import { readCase, readEvent, type Reading } from '../commands/read.ts';
import type { Alarms, Ports } from '../ports.ts';

/** A link does nothing. `state`: the case, where the link is genuine and its reader the contact. */
export class LinkRefused extends Error {
  override readonly name = 'LinkRefused';
  readonly fault: LinkFault;
  readonly state: Case | undefined;
  /** The fields to mend. */
  readonly pointers: readonly string[];

  constructor(
    fault: LinkFault,
    state?: Case,
    { pointers = [], cause }: { readonly pointers?: readonly string[]; readonly cause?: unknown } = {},
  ) {
    super(`the link is refused: ${fault}`, { cause });
    this.fault = fault;
    this.state = state;
    this.pointers = pointers;
  }
}

/** A case as it is opened by a link. */
export interface LinkOpened {
  readonly reading: Reading;
  /** What can be done by it now, the most likely first. */
  readonly actions: readonly MailAction[];
  /** The question or proposal that waits, as the engineer wrote it. */
  readonly waiting?: { readonly kind: 'customerReply' | 'resolutionAcceptance'; readonly message?: string };
  /** Others read the mail too: whoever acts has to say that it is as the contact. */
  readonly hasCopies: boolean;
}

/** What somebody does by a link. */
export interface LinkAct {
  readonly action: MailAction;
  readonly message?: string | undefined;
  readonly contactDetails?:
    { readonly [K in keyof Case['contactDetails']]?: Case['contactDetails'][K] | undefined } | undefined;
  /** Whoever acts is the contact, or acts for it. */
  readonly confirmed?: boolean | undefined;
}

/**
 * What a link shows. Changes nothing.
 *
 * @throws LinkRefused; and what the store throws.
 */
export async function openLink(ports: Ports, link: MailLink | undefined): Promise<LinkOpened> {
  const reading = await readLinked(ports, link);
  return opened(ports, reading, valid(ports, link, reading));
}

const attempts = 3;

/**
 * Does as the customer what a link stands for, once however often it comes.
 *
 * @throws LinkRefused; and what the store throws.
 */
export async function actByLink(
  ports: Ports,
  alarms: Alarms,
  token: string,
  link: MailLink | undefined,
  act: LinkAct,
): Promise<Case> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await actOnce(ports, alarms, token, link, act);
    } catch (error) {
      // Something else has happened on the case meanwhile: the question may be another.
      if (!(error instanceof StateChanged) || attempt === attempts) throw error;
    }
  }
}

async function actOnce(
  ports: Ports,
  alarms: Alarms,
  token: string,
  link: MailLink | undefined,
  act: LinkAct,
): Promise<Case> {
  const reading = await readLinked(ports, link);
  const { state, loaded } = reading;
  const { action, message = null, contactDetails = null } = act;
  const key = usedKey(state, token, action);
  const idempotency = idempotencyOf(key, { message, contactDetails });
  const earlier = await ports.store.findKeyed(state.id, idempotency.scope);
  if (earlier?.idempotency?.body === idempotency.body) return state;
  const genuine = valid(ports, link, reading);
  if (earlier) throw new LinkRefused('used', state);
  const { actions, hasCopies } = await opened(ports, reading, genuine);
  if (!actions.includes(action)) throw new LinkRefused('over', state);
  if (hasCopies && act.confirmed !== true) throw new LinkRefused('unconfirmed', state);
  const body = bodyOf(state, act);
  const by: Actor = {
    kind: 'caller',
    id: `mail:${genuine.mailId}`,
    role: 'integration',
    tenantId: state.tenantId,
  };
  const expected = [state.decisionSequence];
  try {
    const answer = await actOnCase(ports, alarms, loaded, { ...body, by }, { idempotency, expected });
    return answer.state;
  } catch (error) {
    if (error instanceof IdempotencyMismatch) throw new LinkRefused('used', state, { cause: error });
    if (!(error instanceof Refused)) throw error;
    const { refusal } = error;
    const fields = refusal.kind === 'invalid' ? { pointers: [refusal.pointer] } : {};
    throw new LinkRefused(refusal.kind === 'invalid' ? 'fields' : 'over', state, { ...fields, cause: error });
  }
}

async function readLinked(ports: Ports, link: MailLink | undefined): Promise<Reading> {
  const reading = link && (await readCase(ports, link.caseId));
  if (!reading) throw new LinkRefused('unknown');
  return reading;
}

/** The link, if it is still good for anything. The same is said of one that is forged and of a former contact's. */
function valid({ mailLinks }: Ports, link: MailLink | undefined, reading: Reading): MailLink {
  const { state, at } = reading;
  if (!link || !mailLinks?.isFor(link, state)) throw new LinkRefused('unknown');
  const isAnswered = link.asked !== undefined && !questionOf(state, link);
  const isEnded = state.status === 'closed' && !goesOn(reading);
  if (link.expires <= at || isEnded || isAnswered) throw new LinkRefused('over', state);
  return link;
}

async function opened({ store }: Ports, reading: Reading, link: MailLink): Promise<LinkOpened> {
  const { state } = reading;
  const kind = link.asked ?? waitsFor(state);
  const sequence = kind && state.questions?.[kind];
  const event = sequence === undefined ? undefined : await readEvent(store, state.id, sequence);
  const message = event && 'message' in event.data ? event.data.message : undefined;
  const { primaryEmailAddress, additionalEmailAddresses = [] } = state.contactDetails;
  const first = primaryEmailAddress.toLowerCase();
  return {
    reading,
    actions: actionsOn(reading, kind),
    ...(kind ? { waiting: { kind, ...(message === undefined ? {} : { message }) } } : {}),
    hasCopies: additionalEmailAddresses.some((address) => address.toLowerCase() !== first),
  };
}

function waitsFor({ clocks }: Case): NonNullable<LinkOpened['waiting']>['kind'] | undefined {
  const waits = clocks.filter(({ stoppedAt }) => stoppedAt === undefined);
  return (['resolutionAcceptance', 'customerReply'] as const).find((kind) =>
    waits.some((clock) => clock.kind === kind),
  );
}

/** Whether the case may go on as an advisory case, as it may for some days after its best effort has closed it (BE-3). */
function goesOn({ state, policy, at }: Reading): boolean {
  const { advisoryContinuation } = policy.plans[state.plan];
  return advisoryContinuation && allowedActions(state, policy, at).includes('advisory.continued');
}

function actionsOn(
  reading: Reading,
  waiting: NonNullable<LinkOpened['waiting']>['kind'] | undefined,
): MailAction[] {
  const { state, policy, at } = reading;
  const advisory: MailAction[] = goesOn(reading) ? ['advisory'] : [];
  if (state.status === 'closed') return advisory;
  const allowed = allowedActions(state, policy, at);
  const { coverage, severity } = state;
  const other = coverage === '24x7' ? 'businessHours' : '24x7';
  const canChange = coverageFor(state, severity, other, policy).coverage === other;
  const can = (type: CaseActionType, ...actions: MailAction[]) => (allowed.includes(type) ? actions : []);
  return [
    ...can('customer.acceptedResolution', 'accept', 'reject'),
    ...can('customer.replied', 'answer'),
    ...(waiting === 'customerReply' ? can('customer.replied', 'present') : []),
    ...(canChange ? can('coverage.changed', other === '24x7' ? 'keep24x7' : other) : []),
    ...advisory,
    ...can('contact.changed', 'changeContact'),
  ];
}

/** What is recorded. */
function bodyOf(state: Case, { action, message, contactDetails }: LinkAct): CaseActionBody {
  const words = message === undefined ? {} : { message };
  switch (action) {
    case 'present':
      return { type: 'customer.replied' };
    case 'answer':
      if (message === undefined) throw new LinkRefused('fields', state, { pointers: ['/message'] });
      return { type: 'customer.replied', message };
    case 'accept':
      return { type: 'customer.acceptedResolution', ...words };
    case 'reject':
      return { type: 'customer.rejectedResolution', ...words };
    case 'keep24x7':
      return { type: 'coverage.changed', require24X7Response: true };
    case 'businessHours':
      return { type: 'coverage.changed', require24X7Response: false };
    case 'advisory':
      return { type: 'advisory.continued', ...words };
    case 'changeContact':
      if (!contactDetails) throw new LinkRefused('fields', state, { pointers: ['/contactDetails'] });
      return { type: 'contact.changed', contactDetails: changed(state, contactDetails) };
  }
}

/** The contact with what is told otherwise. */
function changed({ contactDetails }: Case, told: NonNullable<LinkAct['contactDetails']>) {
  const given = Object.entries(told).filter(([, value]) => value !== undefined);
  return { ...contactDetails, ...(Object.fromEntries(given) as Partial<Case['contactDetails']>) };
}

function usedKey({ id, tenantId }: Case, token: string, action: MailAction) {
  return { tenantId, client: 'mail', operation: 'actFromMail', caseId: id, key: `${action}.${token}` };
}
