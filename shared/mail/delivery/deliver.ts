import { toInstant, toMs } from '../../calendar/instant.ts';
import type { Case, EventData, MailState } from '../../cases/index.ts';
import { isAddress } from './address.ts';
import { MailRejected, MailTooOld, MailUnavailable } from './errors.ts';
import { parameters, retryAt } from './parameters.ts';
import type { ToldMail } from '../render/contents/index.ts';
import { render } from '../render/render.ts';
import type { MailOperation, MailService, OutgoingMail } from './port.ts';

/** What came of a sending, ready to be appended; `pending`: not known, so the claim stays until it expires. */
export type DeliveryOutcome =
  | { readonly type: 'mail.sent'; readonly data: EventData['mail.sent'] }
  | { readonly type: 'mail.deferred'; readonly data: EventData['mail.deferred'] }
  | { readonly type: 'mail.failed'; readonly data: EventData['mail.failed'] }
  | { readonly type: 'pending'; readonly reason: string };

export interface Delivery {
  readonly case: Case;
  /** In the state that the caller's own claim gave it. */
  readonly mail: ToldMail;
  /** True when that claim took over another one. */
  readonly takenOver: boolean;
  readonly service: MailService;
  readonly to: readonly string[];
  readonly cc?: readonly string[];
  readonly from: string;
  /** The product's clock, in ms: what `retryAt` counts from. */
  readonly now: number;
  /** Real time, in ms: what the claim's expiry counts in. */
  readonly realNow: number;
}

type Claimed = Extract<MailState, { status: 'claimed' }>;

/**
 * Sends a claimed mail at most once, or finds out that it has been sent. What goes wrong is in the outcome.
 *
 * @throws TypeError when the mail isn't claimed.
 */
export async function deliver(delivery: Delivery): Promise<DeliveryOutcome> {
  const { mail, service } = delivery;
  const { state } = mail;
  if (state.status !== 'claimed') throw new TypeError(`mail ${mail.id} is ${state.status}, not claimed`);
  const budget = toMs(state.expiresAt) - parameters.abortMargin - delivery.realNow;
  if (budget <= 0) return pending('the claim is about to expire');
  const signal = AbortSignal.timeout(budget);

  if (delivery.takenOver) {
    const earlier = await ask(service, state);
    if (earlier === 'unreachable') return pending('the mail service could not say whether it has this mail');
    if (earlier !== 'unknown') return settle(delivery, state, earlier);
  }
  let outgoing: OutgoingMail;
  try {
    outgoing = compose(delivery);
  } catch (error) {
    return error instanceof MailRejected ? fail(mail, error.message) : defer(delivery, messageOf(error));
  }
  try {
    return settle(delivery, state, await service.send(outgoing, state, signal));
  } catch (error) {
    return judge(delivery, state, error);
  }
}

/** The outcome of an operation that the service knows. */
function settle(delivery: Delivery, claim: Claimed, operation: MailOperation): DeliveryOutcome {
  const { id: mailId, attempt } = delivery.mail;
  if (operation.status === 'running' || operation.status === 'succeeded')
    return { type: 'mail.sent', data: { mailId, attempt, operationId: claim.operationId } };
  const detail = operation.detail ? `: ${operation.detail}` : '';
  return defer(delivery, `the mail service says that the operation is ${operation.status}${detail}`);
}

async function judge(delivery: Delivery, claim: Claimed, error: unknown): Promise<DeliveryOutcome> {
  const reason = messageOf(error);
  // The service also rejects a repetition that differs from a request still in flight. Once it has forgotten
  // that one, the next take-over gets a verdict on the mail itself.
  if (error instanceof MailRejected)
    return delivery.takenOver ? pending(reason) : fail(delivery.mail, reason);
  if (error instanceof MailTooOld && delivery.takenOver) return defer(delivery, reason, { at: delivery.now });
  const unavailable = error instanceof MailUnavailable ? error : undefined;
  if (unavailable?.nothingRan) return defer(delivery, reason, { asked: unavailable.retryAfter });

  const operation = await ask(delivery.service, claim);
  if (typeof operation === 'object') return settle(delivery, claim, operation);
  if (unavailable && operation === 'unknown')
    return defer(delivery, reason, { asked: unavailable.retryAfter });
  return pending(reason);
}

/** Asking is harmless at any time, so it has its own limit: it also runs after the sending was aborted. */
async function ask(service: MailService, claim: Claimed): Promise<MailOperation | 'unknown' | 'unreachable'> {
  try {
    return (await service.find(claim.operationId, AbortSignal.timeout(parameters.ask))) ?? 'unknown';
  } catch {
    return 'unreachable';
  }
}

function defer(
  { mail, now }: Delivery,
  reason: string,
  wait: { readonly asked?: number | undefined; readonly at?: number } = {},
): DeliveryOutcome {
  const retry = retryAt(mail.attempt, now, wait.asked);
  if (retry === null) return fail(mail, reason);
  return {
    type: 'mail.deferred',
    data: { mailId: mail.id, attempt: mail.attempt, reason, retryAt: toInstant(wait.at ?? retry) },
  };
}

function fail({ id: mailId, attempt }: ToldMail, reason: string): DeliveryOutcome {
  return { type: 'mail.failed', data: { mailId, attempt, reason } };
}

function pending(reason: string): DeliveryOutcome {
  return { type: 'pending', reason };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function compose({ case: of, mail, to, cc = [], from }: Delivery): OutgoingMail {
  if (!isAddress(from)) throw new MailRejected('the sender is not a mail address');
  if (to.length === 0) throw new MailRejected('there is no recipient');
  if (![...to, ...cc].every(isAddress)) throw new MailRejected('a recipient is not a mail address');
  return { ...render(of, mail), to, cc, from, caseId: of.id, kind: mail.kind };
}
