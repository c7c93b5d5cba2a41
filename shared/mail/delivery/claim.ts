import { createHash } from 'node:crypto';
import { toInstant, toMs } from '../../calendar/instant.ts';
import { mailGoesFrom, type Case, type CaseMail, type EventData } from '../../cases/index.ts';
import { operationIdOf, uuidOf } from './operationId.ts';
import { parameters } from './parameters.ts';

export type Claim = EventData['mail.claimed'];

/** Instants in ms: `now` on the product's clock, `realNow` in real time. */
export interface MailTimes {
  readonly now: number;
  readonly realNow: number;
  /** True only for a process run that can no longer send. */
  readonly deadOwner: (owner: string) => boolean;
  /** What may be claimed is left until then, for want of a free slot or because the service does not answer. */
  readonly mailFrom?: number;
}

/** What of a mail decides whether it may be sent, and under which ids. */
export type Claimable = Pick<CaseMail, 'id' | 'attempt' | 'state' | 'notBefore'>;

/**
 * What the `mail.claimed` event that precedes a sending holds. A mail that is already claimed is taken over: the
 * same attempt under the same ids, so that the mail service sees one request however many processes ask.
 *
 * @throws RangeError for a mail that is sent or failed.
 */
export function claim(caseId: string, mail: Claimable, by: { now: number; owner: string }): Claim {
  const mine = { owner: by.owner, expiresAt: toInstant(by.now + parameters.claim) };
  switch (mail.state.status) {
    case 'requested':
    case 'deferred': {
      const attempt = mail.attempt + 1;
      return {
        mailId: mail.id,
        attempt,
        operationId: operationIdOf(caseId, mail.id, attempt),
        repeatabilityId: derivedId(caseId, mail.id, attempt, 'repeatability'),
        firstSentAt: toInstant(by.now),
        ...mine,
      };
    }
    case 'claimed': {
      const { operationId, repeatabilityId, firstSentAt } = mail.state;
      return { mailId: mail.id, attempt: mail.attempt, operationId, repeatabilityId, firstSentAt, ...mine };
    }
    case 'sent':
    case 'failed':
    case 'withdrawn':
      throw new RangeError(`mail ${mail.id} is ${mail.state.status} and can't be claimed`);
  }
}

/** When the mail may go out at the earliest (ms), by whatever it waits for; undefined for one that is claimed or done. */
function ripe(of: Case, mail: CaseMail, now: number): number | undefined {
  const { state, notBefore } = mail;
  const opens = (at: number) => mailGoesFrom(of, mail, Math.max(now, at), parameters.afterClosing);
  switch (state.status) {
    case 'requested':
      return opens(notBefore === undefined ? now : toMs(notBefore));
    case 'deferred':
      return opens(toMs(state.retryAt));
    case 'claimed':
    case 'sent':
    case 'failed':
    case 'withdrawn':
      return undefined;
  }
}

/** When the mail may be posted (ms, the product's clock): one that is taken over may have become late meanwhile. */
export function postableFrom(of: Case, mail: CaseMail, now: number): number {
  return mailGoesFrom(of, mail, now, parameters.afterClosing);
}

/** Whether a claim is given up: it has expired, or nobody can send under it any more. */
function isLost(of: Case, mail: CaseMail, { now, realNow, deadOwner }: MailTimes): boolean {
  if (mail.state.status !== 'claimed') return false;
  if (toMs(mail.state.expiresAt) <= realNow) return true;
  // Out of hours nothing is posted in its place, so there is time to wait until the service surely knows the mail.
  return deadOwner(mail.state.owner) && postableFrom(of, mail, now) <= now;
}

/** Whether the mail may be claimed at this moment, fresh or from an owner that has lost it. */
export function isClaimable(of: Case, mail: CaseMail, times: MailTimes): boolean {
  const from = ripe(of, mail, times.now);
  return from === undefined ? isLost(of, mail, times) : from <= times.now;
}

/** When the case has to be woken for this mail, on the product's clock; null when nothing is left to do. */
export function nextMailWake(of: Case, mail: CaseMail, times: MailTimes): number | null {
  const { now, realNow, mailFrom = now } = times;
  if (isClaimable(of, mail, times)) return Math.max(now, mailFrom);
  const { state } = mail;
  if (state.status === 'claimed') return now + (toMs(state.expiresAt) - realNow);
  return ripe(of, mail, now) ?? null;
}

/** What of a case's mail should have gone out by now, and since when the first (ms); what waits for its hour is not late. */
export function waitingMail(
  of: Case,
  now: number,
): { readonly count: number; readonly since: number } | undefined {
  const late = of.mails.filter(({ state, ...mail }) => {
    if (state.status === 'deferred' || state.status === 'claimed') return true;
    return (ripe(of, { state, ...mail }, now) ?? Infinity) <= now;
  });
  if (late.length === 0) return undefined;
  const since = late.map(({ requestedAt, notBefore }) => toMs(notBefore ?? requestedAt));
  return { count: late.length, since: Math.min(...since) };
}

/** The same id for the same thing, whoever derives it. */
function derivedId(...parts: readonly (string | number)[]): string {
  return uuidOf(createHash('sha256').update(JSON.stringify(parts)).digest());
}
