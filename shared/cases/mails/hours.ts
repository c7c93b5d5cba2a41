import { toInstant, toMs, type Instant } from '../../calendar/index.ts';
import { timeOf } from '../clocks/clocks.ts';
import type { Case, CaseMail } from '../model/case.ts';
import type { MailKind } from '../model/vocabulary.ts';

/** Mails that the customer's silence causes; all others answer what somebody has just done. */
export function tellsOfSilence(kind: MailKind, rules: readonly string[]): boolean {
  if (kind === 'replyReminder') return true;
  return kind === 'severityLowered' && rules.some((rule) => rule === 'DG-1' || rule === 'DG-4');
}

/**
 * When the customer may be contacted at the earliest: in business hours only, where the coverage is those
 * (COM-B2, COM-C). What falls exactly on closing time stays there, as due instants do.
 */
export function firstContact(state: Case, asOf: Instant): Instant {
  const at = toMs(asOf);
  const open = contactFrom(state, at, 1);
  return open === at ? asOf : toInstant(open);
}

/**
 * The first instant (ms), `at` or later, at which a mail may go out. What silence causes waits for business hours
 * whatever the reason that it comes late (COM-B2, COM-C); by so many ms after closing (`late`) it is still on time.
 */
export function mailGoesFrom(
  state: Case,
  { audience, kind, about }: Pick<CaseMail, 'audience' | 'kind' | 'about'>,
  at: number,
  late: number,
): number {
  const waits = audience === 'customer' && tellsOfSilence(kind, about.rules);
  return waits ? contactFrom(state, at, late) : at;
}

/** The coverage and calendar that count are those the case has now. */
function contactFrom(state: Case, at: number, late: number): number {
  if (state.coverage === '24x7') return at;
  const time = timeOf(state.calendar, 'businessHours');
  return time.isOpen(at) || time.isOpen(at - late) ? at : time.nextOpening(at);
}
