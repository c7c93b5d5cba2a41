import { toInstant, toMs } from '../../calendar/instant.ts';
import type { Case, EventData, MailState } from '../../cases/index.ts';
import { isAddress } from './address.ts';
import { MailRejected, MailThrottled, MailTooOld, MailUncertain, MailUnavailable } from './errors.ts';
import { clipped, deferredTo, parameters, retryAt, throttledTo } from './parameters.ts';
import type { ToldMail } from '../render/contents/index.ts';
import type { MailLinks } from '../links/links.ts';
import { replyToOf, type MailLook } from '../render/look.ts';
import { layOut, render } from '../render/render.ts';
import type { ChannelMessage, MailOperation, MailService, OutgoingMail } from './port.ts';

/** What came of a sending, ready to be appended; `pending`: not known, so the claim stays until it expires. */
export type DeliveryOutcome =
  | { readonly type: 'mail.sent'; readonly data: EventData['mail.sent'] }
  | { readonly type: 'mail.deferred'; readonly data: EventData['mail.deferred'] }
  | { readonly type: 'mail.failed'; readonly data: EventData['mail.failed'] }
  | { readonly type: 'pending'; readonly reason: string };

/** The outcome, and whether the service gave a proper answer: what it judges is one, and what we could not ask is none. */
export interface Delivered {
  readonly outcome: DeliveryOutcome;
  readonly answered: boolean;
  /** Milliseconds the service asked everybody to wait. */
  readonly retryAfter?: number | undefined;
  /** The service takes no more for now. */
  readonly throttled?: true;
}

export interface Delivery {
  readonly case: Case;
  /** In the state that the caller's own claim gave it. */
  readonly mail: ToldMail;
  /** True when that claim took over another one. */
  readonly takenOver: boolean;
  readonly service: MailService;
  /** Takes it instead, where it is for a channel of operations. */
  readonly channel?: MailService<ChannelMessage> | undefined;
  readonly to: readonly string[];
  readonly cc?: readonly string[];
  readonly from: string;
  readonly look?: MailLook | undefined;
  readonly links?: Pick<MailLinks, 'linkOf'> | undefined;
  /** The product's clock, in ms: what `retryAt` counts from. */
  readonly now: number;
  /** Real time, in ms: what the claim's expiry counts in. */
  readonly realNow: number;
  /** From 0 to 1, by chance. */
  readonly random: number;
  /** When the customer may be written to (ms, the product's clock); in the past mostly. A mail taken over may be late. */
  readonly notBefore?: number;
  /** Aborts after so many ms of real time. */
  timeout(ms: number): AbortSignal;
}

type Claimed = Extract<MailState, { status: 'claimed' }>;

/**
 * Sends a claimed mail at most once, or finds out that it has been sent, within `parameters.attempt`. What goes wrong
 * is in the outcome.
 *
 * @throws TypeError when the mail isn't claimed.
 */
export async function deliver(delivery: Delivery): Promise<Delivered> {
  const { mail } = delivery;
  const { state } = mail;
  if (state.status !== 'claimed') throw new TypeError(`mail ${mail.id} is ${state.status}, not claimed`);
  const left = toMs(state.expiresAt) - parameters.abortMargin - delivery.realNow;
  if (left <= 0) return silence('the claim is about to expire');
  const limit = delivery.timeout(Math.min(parameters.attempt, left));

  if (delivery.takenOver) {
    const earlier = await ask(delivery, state, limit);
    if (earlier === 'unreachable') return silence('the mail service could not say whether it has this mail');
    if (earlier !== 'unknown') return settle(delivery, state, earlier);
    const { notBefore = delivery.now } = delivery;
    if (notBefore > delivery.now) return wait(delivery, 'it waits for business hours', notBefore);
  }
  let send: Send;
  try {
    send = prepared(delivery, state);
  } catch (error) {
    if (error instanceof MailRejected) return judged(fail(mail, error.message));
    // A fault of ours, about which the service was not asked.
    return judged(defer(delivery, messageOf(error)));
  }
  // What is left of the limit then is enough to ask.
  const sending = delivery.timeout(Math.min(parameters.attempt - 2 * parameters.ask, left));
  try {
    return settle(delivery, state, await within(AbortSignal.any([limit, sending]), send));
  } catch (error) {
    return judge(delivery, state, error, limit);
  }
}

/** The outcome of an operation that the service knows. */
function settle(delivery: Delivery, claim: Claimed, operation: MailOperation): Delivered {
  const { id: mailId, attempt } = delivery.mail;
  if (operation.status === 'running' || operation.status === 'succeeded') {
    const running = operation.status === 'running' ? { running: true as const } : {};
    return judged({
      type: 'mail.sent',
      data: { mailId, attempt, operationId: claim.operationId, ...running },
    });
  }
  return judged(deferJudged(delivery, whyNot(delivery, operation)));
}

function whyNot({ channel }: Delivery, { status, detail }: MailOperation): string {
  if (channel && detail !== undefined) return detail;
  const why = detail ? `: ${detail}` : '';
  return `the mail service says that the operation is ${status}${why}`;
}

async function judge(
  delivery: Delivery,
  claim: Claimed,
  error: unknown,
  limit: AbortSignal,
): Promise<Delivered> {
  const reason = messageOf(error);
  // The service also rejects a repetition that differs from a request still in flight. Once it has forgotten
  // that one, the next take-over gets a verdict on the mail itself.
  if (error instanceof MailRejected)
    return judged(delivery.takenOver ? pending(reason) : fail(delivery.mail, reason));
  if (error instanceof MailTooOld) {
    return delivery.takenOver
      ? wait(delivery, reason, delivery.now)
      : { outcome: defer(delivery, reason), answered: true };
  }
  if (error instanceof MailThrottled) {
    const { retryAfter } = error;
    const outcome = deferred(delivery.mail, reason, throttledTo(delivery.now, delivery.random, retryAfter));
    return { outcome, answered: true, throttled: true, retryAfter };
  }
  // It cannot be asked: what may have been taken is posted again.
  if (delivery.channel) return judged(defer(delivery, reason, retryAfterIn(error)));
  const unavailable = error instanceof MailUnavailable ? error : undefined;
  const failed = { answered: false, retryAfter: unavailable?.retryAfter };
  if (unavailable?.nothingRan) return { outcome: defer(delivery, reason, unavailable.retryAfter), ...failed };

  const operation = await ask(delivery, claim, limit);
  if (typeof operation === 'object') return settle(delivery, claim, operation);
  if (unavailable && operation === 'unknown')
    return { outcome: defer(delivery, reason, unavailable.retryAfter), ...failed };
  return { outcome: pending(reason), ...failed };
}

/** Asking is harmless at any time, so it has its own limit: it also runs after the sending was aborted. */
async function ask(
  { service, channel, timeout }: Delivery,
  { operationId }: Claimed,
  limit: AbortSignal,
): Promise<MailOperation | 'unknown' | 'unreachable'> {
  try {
    const signal = AbortSignal.any([limit, timeout(parameters.ask)]);
    return (await within(signal, (it) => (channel ?? service).find(operationId, it))) ?? 'unknown';
  } catch {
    return 'unreachable';
  }
}

/** What the work answers, or an error once the signal has aborted, whether the work heeds it or not. */
async function within<T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => {
      reject(new MailUncertain('the mail service did not answer in time'));
    };
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work(signal), aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Nobody has judged the mail: it is tried again, for as long as it takes. */
function defer({ mail, channel, now, random }: Delivery, reason: string, asked?: number): DeliveryOutcome {
  const longest = channel ? parameters.longestChannelDeferral : parameters.longestDeferral;
  return deferred(mail, reason, deferredTo(mail.attempt, now, random, { asked, longest }));
}

/** The service has judged it, and may judge otherwise. */
function deferJudged({ mail, now }: Delivery, reason: string): DeliveryOutcome {
  const at = retryAt((mail.judged ?? 0) + 1, now);
  if (at === null) return fail(mail, reason);
  const { type, data } = deferred(mail, reason, at);
  return { type, data: { ...data, judged: true } };
}

function wait({ mail }: Delivery, reason: string, until: number): Delivered {
  return judged(deferred(mail, reason, until));
}

function deferred({ id: mailId, attempt }: ToldMail, reason: string, at: number) {
  const data = { mailId, attempt, reason: clipped(reason), retryAt: toInstant(at) };
  return { type: 'mail.deferred', data } as const;
}

function fail({ id: mailId, attempt }: ToldMail, reason: string): DeliveryOutcome {
  return { type: 'mail.failed', data: { mailId, attempt, reason: clipped(reason) } };
}

function pending(reason: string): DeliveryOutcome {
  return { type: 'pending', reason: clipped(reason) };
}

function judged(outcome: DeliveryOutcome): Delivered {
  return { outcome, answered: true };
}

function silence(reason: string): Delivered {
  return { outcome: pending(reason), answered: false };
}

function retryAfterIn(error: unknown): number | undefined {
  return error instanceof MailUnavailable ? error.retryAfter : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

type Send = (signal: AbortSignal) => Promise<MailOperation>;

/** Composes it for what takes it. @throws MailRejected where nobody could, RangeError as `render`. */
function prepared(delivery: Delivery, state: Claimed): Send {
  const { case: of, mail, service, channel, look } = delivery;
  if (channel) {
    const laidOut = layOut(of, mail, look ? { look } : {});
    const message = { ...laidOut, caseId: of.id, mailId: mail.id, kind: mail.kind };
    return (signal) => channel.send(message, state, signal);
  }
  const outgoing = compose(delivery);
  return (signal) => service.send(outgoing, state, signal);
}

function compose({ case: of, mail, to, cc = [], from, look, links }: Delivery): OutgoingMail {
  if (!isAddress(from)) throw new MailRejected('the sender is not a mail address');
  if (to.length === 0) throw new MailRejected('there is no recipient');
  if (![...to, ...cc].every(isAddress)) throw new MailRejected('a recipient is not a mail address');
  const link = links?.linkOf(of, mail);
  const rendered = render(of, mail, { ...(look ? { look } : {}), ...(link ? { link } : {}) });
  const answered = mail.audience === 'customer' && look?.replyTo ? { replyTo: replyToOf(look, of.id) } : {};
  const thread = mail.follows ? { follows: mail.follows } : {};
  return { ...rendered, to, cc, from, ...answered, ...thread, caseId: of.id, kind: mail.kind };
}
