import { toDurationMs } from '../../calendar/instant.ts';
import { customerZone, referenceOf, stamped } from '../../cases/index.ts';
import type { Told, ToldMail } from './contents/index.ts';
import { formatDuration, formatInstant, formatList, formatPercent } from './format.ts';
import { formatHours } from './hours.ts';
import type { MailLook } from './look.ts';
import type { Messages } from './messages/index.ts';
import { fullName } from './names.ts';
import { kept, oneLine } from './text.ts';

/** A fact stays readable at this length; a place to look something up is no use unless it is whole. */
const longest = 300;
const longestLocation = 2000;
const mostDays = 10;
/** No screen is so narrow that a telephone number of this length had to break. */
const longestKept = 24;

/** What placeholders and the list of facts stand for, as one line each; what was not given is absent. */
export function valuesOf(
  told: Told,
  { audience, requestedAt }: Pick<ToldMail, 'audience' | 'requestedAt'>,
  messages: Messages,
  look: MailLook,
): Record<string, string> {
  const { of, about, language } = told;
  const { contactDetails: contact } = of;
  const { words } = messages;
  const reference = kept(referenceOf(of.id));
  const earlier = of.linkedCases.find(({ kind }) => kind === 'breakFix');
  const zone = audience === 'customer' ? customerZone(of) : 'UTC';
  const due = about.dueAt && formatInstant(about.dueAt, zone, messages);
  const until = about.until && formatInstant(about.until, zone, messages);
  const word = (kind: string, name: string | undefined) =>
    name === undefined ? undefined : words[kind]?.[name];
  const ours: Readonly<Record<string, string | undefined>> = {
    reference,
    earlier: earlier && kept(referenceOf(earlier.id)),
    plan: word('plan', of.plan),
    submitted: formatInstant(of.submittedAt, zone, messages),
    contactMethod: word('contactMethod', contact.preferredContactMethod),
    severity: word('severity', about.severity),
    coverage: word('coverage', about.coverage),
    from: word('severity', about.from),
    severityBefore: word('severity', about.from),
    to: word('severity', about.to),
    severityProposed: word('severity', about.to),
    due,
    wasDue: due,
    until,
    answerBefore: until,
    askBefore: until,
    reopenBefore: until,
    ...shares(told, messages),
    cause: word('cause', about.closing?.handedOver?.cause),
    duplicateOf: about.closing?.duplicateOf && kept(referenceOf(about.closing.duplicateOf)),
    level: about.level === undefined ? undefined : String(about.level),
    count: about.count === undefined ? undefined : String(about.count),
    round: about.round === undefined ? undefined : String(about.round),
    failedKind: about.failed?.kind,
    rules: [...new Set(about.rules)].join(', '),
  };
  const theirs: Readonly<Record<string, string | undefined>> = {
    title: of.title,
    tenant: of.tenantId,
    service: of.service.name,
    name: fullName(contact, language),
    contact: fullName(contact, language),
    address: contact.primaryEmailAddress,
    copies: contact.additionalEmailAddresses?.join(', '),
    caseOwner: of.owner?.name,
    phone: contact.phoneNumber,
    unsure: about.uncertain && unsureDays(about.uncertain),
    decided: about.uncertain?.decided && decidedDays(about.uncertain.decided),
    incident: about.incidentId,
    owner: about.owner,
    toldBefore: about.toldBefore && formatList(about.toldBefore, messages),
    failedReason: about.failed?.reason,
    brand: look.brand,
    ourPhone: look.phone,
  };
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(ours)) {
    if (value !== undefined) values[name] = value;
  }
  for (const [name, value] of Object.entries(theirs)) {
    if (value !== undefined) values[name] = oneLine(value, longest);
  }
  for (const name of ['phone', 'ourPhone']) {
    const number = values[name];
    if (number !== undefined && number.length <= longestKept) values[name] = kept(number);
  }
  if (about.location !== undefined) values['location'] = oneLine(about.location, longestLocation);
  // Looked up only where a mail speaks of them: few do.
  Object.defineProperty(values, 'hours', {
    get: () => formatHours(stamped(of.calendar).calendar, requestedAt, messages),
  });
  return values;
}

/** The days, and between which instants the answer is due whatever becomes of them. */
function unsureDays({ days, earliest, latest }: NonNullable<Told['about']['uncertain']>): string {
  const shown = days.length > mostDays ? [...days.slice(0, mostDays), '…'] : days;
  return `${shown.join(', ')} (${earliest} to ${latest})`;
}

function decidedDays(days: NonNullable<NonNullable<Told['about']['uncertain']>['decided']>): string {
  return days.map(({ date, holiday }) => `${date} (${holiday ? 'holiday' : 'working day'})`).join(', ');
}

/** A clock's target, and what of it is used and left. */
function shares({ about: { target, percent } }: Told, messages: Messages) {
  const all = target === undefined ? undefined : toDurationMs(target);
  const used = all === undefined || percent === undefined ? undefined : (all * percent) / 100;
  // A share that is no whole number of percent must not show as a fraction of a second.
  const say = (ms: number | undefined) =>
    ms === undefined ? undefined : formatDuration(Math.round(ms / 1000) * 1000, messages);
  return {
    target: say(all),
    used: say(used),
    remaining: all === undefined || used === undefined ? undefined : say(all - used),
    percent: percent === undefined ? undefined : formatPercent(percent, messages),
  };
}
