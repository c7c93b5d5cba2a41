import { toDurationMs } from '../../calendar/instant.ts';
import { customerZone, referenceOf, type MailAudience } from '../../cases/index.ts';
import type { Told } from './contents/index.ts';
import { formatDuration, formatInstant, formatPercent, oneLine } from './format.ts';
import type { Messages } from './messages/schema.ts';

/** A fact stays readable at this length; a place to look something up is no use unless it is whole. */
const longest = 300;
const longestLocation = 2000;
const mostDays = 10;

/** What placeholders and the list of facts stand for, as one line each; what was not given is absent. */
export function valuesOf(told: Told, audience: MailAudience, messages: Messages): Record<string, string> {
  const { words } = messages;
  const { of, about } = told;
  const { contactDetails: contact } = of;
  const zone = audience === 'customer' ? customerZone(of) : 'UTC';
  const due = about.dueAt && formatInstant(about.dueAt, zone, messages);
  const until = about.until && formatInstant(about.until, zone, messages);
  const cause = about.closing?.handedOver?.cause;
  const values: Readonly<Record<string, string | undefined>> = {
    case: referenceOf(of.id),
    reference: referenceOf(of.id),
    title: of.title,
    tenant: of.tenantId,
    service: of.service.name,
    plan: words.plan[of.plan],
    submitted: formatInstant(of.submittedAt, zone, messages),
    firstName: contact.firstName,
    lastName: contact.lastName,
    contact: `${contact.firstName} ${contact.lastName}`,
    address: contact.primaryEmailAddress,
    copies: contact.additionalEmailAddresses?.join(', '),
    contactMethod: contact.preferredContactMethod && words.contactMethod[contact.preferredContactMethod],
    caseOwner: of.owner?.name,
    phone: contact.phoneNumber,
    severity: words.severity[about.severity],
    coverage: words.coverage[about.coverage],
    from: about.from && words.severity[about.from],
    severityBefore: about.from && words.severity[about.from],
    to: about.to && words.severity[about.to],
    severityProposed: about.to && words.severity[about.to],
    due,
    wasDue: due,
    unsure: about.uncertain && unsureDays(about.uncertain),
    until,
    answerBefore: until,
    askBefore: until,
    reopenBefore: until,
    ...shares(told, messages),
    cause: cause && words.cause[cause],
    duplicateOf: about.closing?.duplicateOf && referenceOf(about.closing.duplicateOf),
    incident: about.incidentId,
    level: about.level === undefined ? undefined : String(about.level),
    owner: about.owner,
    count: about.count === undefined ? undefined : String(about.count),
    round: about.round === undefined ? undefined : String(about.round),
    failedKind: about.failed?.kind,
    failedReason: about.failed?.reason,
    rules: [...new Set(about.rules)].join(', '),
  };
  const lines = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, oneLine(value, longest)] as const],
  );
  const { location } = about;
  if (location !== undefined) lines.push(['location', oneLine(location, longestLocation)]);
  return Object.fromEntries(lines);
}

/** The days, and between which instants the answer is due whatever becomes of them. */
function unsureDays({ days, earliest, latest }: NonNullable<Told['about']['uncertain']>): string {
  const shown = days.length > mostDays ? [...days.slice(0, mostDays), '...'] : days;
  return `${shown.join(', ')} (${earliest} to ${latest})`;
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
