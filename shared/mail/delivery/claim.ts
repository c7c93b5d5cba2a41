import { createHash } from 'node:crypto';
import { toInstant, toMs } from '../../calendar/instant.ts';
import type { CaseMail, EventData } from '../../cases/index.ts';
import { parameters } from './parameters.ts';

export type Claim = EventData['mail.claimed'];

/** Instants in ms: `now` on the product's clock, `realNow` in real time. */
export interface MailTimes {
  readonly now: number;
  readonly realNow: number;
  /** True only for a process run that can no longer send. */
  readonly deadOwner: (owner: string) => boolean;
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
        operationId: derivedId(caseId, mail.id, attempt, 'operation'),
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

/** Whether the mail may be claimed at this moment, fresh or from an owner that has lost it. */
export function isClaimable(mail: Claimable, { now, realNow, deadOwner }: MailTimes): boolean {
  switch (mail.state.status) {
    case 'requested':
      return mail.notBefore === undefined || toMs(mail.notBefore) <= now;
    case 'deferred':
      return toMs(mail.state.retryAt) <= now;
    case 'claimed':
      return toMs(mail.state.expiresAt) <= realNow || deadOwner(mail.state.owner);
    case 'sent':
    case 'failed':
    case 'withdrawn':
      return false;
  }
}

/** When the case has to be woken for this mail, on the product's clock; null when nothing is left to do. */
export function nextMailWake(mail: Claimable, times: MailTimes): number | null {
  if (isClaimable(mail, times)) return times.now;
  switch (mail.state.status) {
    case 'requested':
      return mail.notBefore === undefined ? times.now : toMs(mail.notBefore);
    case 'deferred':
      return toMs(mail.state.retryAt);
    case 'claimed':
      return times.now + (toMs(mail.state.expiresAt) - times.realNow);
    case 'sent':
    case 'failed':
    case 'withdrawn':
      return null;
  }
}

/**
 * The same id for the same thing, whoever derives it. The bits that say version 4 are set because the
 * Repeatable Requests specification (OASIS, 1.0) asks for that version.
 */
function derivedId(...parts: readonly (string | number)[]): string {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x40, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = hash.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}
