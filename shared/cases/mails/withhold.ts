import type { Recorder } from '../decide/recorder.ts';
import { mailsOfLastHour } from '../fold/mails.ts';
import type { MailKind } from '../model/vocabulary.ts';

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
