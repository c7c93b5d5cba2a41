import { toMs, type Instant } from '../../calendar/index.ts';
import type { Recorder } from '../decide/recorder.ts';
import type { Case } from '../model/case.ts';
import type { MailKind } from '../model/vocabulary.ts';

const hour = 3_600_000;

/**
 * Whether what the customer's own side does has caused so many mails already that this one is not asked for; what
 * caused it says so then. What engineers, clocks and alerts cause is never withheld.
 */
export function isWithheld(record: Recorder, kind: MailKind): boolean {
  if (!isTooMuch(record, kind)) return false;
  record.withhold(kind);
  return true;
}

export function isTooMuch(record: Recorder, kind: MailKind): boolean {
  const limits = record.mailLimits;
  if (!limits) return false;
  const recent = mailsOfLastHour(record.existing, record.at);
  const ofKind = recent.filter((mail) => mail.kind === kind).length;
  return ofKind >= limits.perKindAndHour || recent.length >= limits.perCaseAndHour;
}

/** Those that the customer's side caused in the hour before. */
export function mailsOfLastHour(
  { customerMails = [] }: Case,
  now: Instant,
): NonNullable<Case['customerMails']> {
  const since = toMs(now) - hour;
  return customerMails.filter(({ at }) => toMs(at) > since);
}
