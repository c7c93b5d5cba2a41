import type { Instant } from '../../calendar/index.ts';
import type { Policy } from '../../policy/index.ts';
import { decidedDays } from '../../policy/calendars/index.ts';
import type { Case, CaseMail, MailAbout, UncertainDue } from '../model/case.ts';
import type { EventData } from '../model/events.ts';
import type { Recorder } from '../decide/recorder.ts';
import { firstContact, tellsOfSilence } from './hours.ts';
import { withdrawMails } from './withdraw.ts';
import { lower, reachable } from './addresses.ts';
import type { MailAudience, MailKind } from '../model/vocabulary.ts';
import { isWithheld } from './withhold.ts';

type Details = Omit<MailAbout, 'severity' | 'coverage' | 'rules' | 'dueAt' | 'target' | 'uncertain'>;

/** Asks for one mail to the customer, and fixes what it will tell. */
export function mailCustomer(
  record: Recorder,
  kind: MailKind,
  asOf: Instant,
  rules: readonly string[],
  details: Details = {},
): void {
  if (record.imported || isWithheld(record, kind)) return;
  const notBefore = tellsOfSilence(kind, rules) ? firstContact(record.existing, asOf) : asOf;
  request(record, kind, 'customer', asOf, rules, details, notBefore === asOf ? {} : { notBefore });
}

/** Asks once more for a mail that did not arrive: the same words, to the contact as it is now. */
export function mailAgain(record: Recorder, mail: Pick<CaseMail, 'kind' | 'about'>, asOf: Instant): void {
  const { kind, about } = mail;
  const notBefore = tellsOfSilence(kind, about.rules) ? firstContact(record.existing, asOf) : asOf;
  const data = { mailId: `m${record.nextSequence}`, kind, audience: 'customer', about } as const;
  const when = notBefore === asOf ? {} : { notBefore };
  record.add('mail.requested', { ...data, ...when, ...follows(record.existing, data) }, asOf, about.rules);
}

/** Asks for a mail again, the same words, where a fault that may pass kept it from an address. */
export function mailRepeated(
  record: Recorder,
  { kind, audience, about }: EventData['mail.requested'],
  again: { readonly to: readonly string[]; readonly again: number; readonly notBefore: Instant },
  asOf: Instant,
): void {
  const mailId = `m${record.nextSequence}`;
  const data = { mailId, kind, audience, about, ...again };
  record.add('mail.requested', { ...data, ...follows(record.existing, data) }, asOf, about.rules);
}

/**
 * Asks for one mail to operations, to the owner of an escalation level, the first unless told otherwise, and for the
 * same to each channel of that level. Where the mail is withheld, nothing is posted either.
 */
export function mailOperations(
  record: Recorder,
  policy: Policy,
  kind: MailKind,
  asOf: Instant,
  rules: readonly string[],
  details: Details = {},
): void {
  if (record.imported || isWithheld(record, kind)) return;
  const { mailTo = [], channels = [] } = policy.escalation.levels[(details.level ?? 1) - 1] ?? {};
  const readers = [mailTo.length > 0 ? { to: mailTo } : {}, ...channels.map((channel) => ({ channel }))];
  for (const one of readers) request(record, kind, 'operations', asOf, rules, details, one);
}

/** A mail's id is the sequence of the event that asks for it, so that a replay asks for the same one. */
function request(
  record: Recorder,
  kind: MailKind,
  audience: MailAudience,
  asOf: Instant,
  rules: readonly string[],
  details: Details,
  when: Pick<EventData['mail.requested'], 'notBefore' | 'to' | 'channel'>,
): void {
  const { severity, coverage, clocks } = record.existing;
  const clock = clocks.find(({ id }) => id === details.clockId);
  const on = clock && { ...(clock.dueAt === null ? {} : { dueAt: clock.dueAt }), target: clock.target };
  const unsure =
    audience === 'operations' && clock?.uncertain
      ? { uncertain: withDecided(record.existing, clock.uncertain) }
      : {};
  const about = { severity, coverage, rules, ...on, ...unsure, ...details };
  const data = { mailId: `m${record.nextSequence}`, kind, audience, about, ...when };
  record.add('mail.requested', { ...data, ...follows(record.existing, data) }, asOf, rules);
}

/** Earlier mails to the same recipient that are known to have arrived: mail programs show it with them. */
function follows(
  state: Case,
  { audience, about, to, channel }: EventData['mail.requested'],
): Pick<EventData['mail.requested'], 'follows'> {
  if (channel) return {};
  const [recipient] = to ?? (audience === 'customer' ? reachable(state, { about }) : []);
  const thread = state.threads?.find((one) => one.to === lower(recipient ?? ''));
  return thread ? { follows: [...new Set([thread.first, thread.latest])] } : {};
}

/** What has been decided since of days not sure: it moves no clock, but who hears of the clock should know it. */
function withDecided({ calendar }: Case, uncertain: UncertainDue): NonNullable<MailAbout['uncertain']> {
  const decided = decidedDays(calendar, uncertain.days, () => calendar.layer);
  return { ...uncertain, ...(decided.length > 0 ? { decided } : {}) };
}

/** A lowering that is undone, or of a case that is over, before business hours have come is not told any more. */
export function withdrawLowered(record: Recorder, asOf: Instant): void {
  withdrawMails(
    record,
    ({ kind, state, notBefore }) =>
      kind === 'severityLowered' && state.status === 'requested' && notBefore !== undefined,
    asOf,
    ['COM-C'],
  );
}
