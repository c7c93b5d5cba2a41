import { toDurationMs } from '../calendar/instant.ts';
import type { Case, CaseClock, CaseMail } from '../cases/case.ts';
import type { MailKind } from '../cases/vocabulary.ts';
import { fill, formatDuration, formatInstant, oneLine, zoneOf } from './format.ts';
import { languageFor } from './language.ts';
import { toHtml, toText } from './layout.ts';
import { kindMessages, messagesIn } from './messages/index.ts';
import type { Label } from './messages/schema.ts';

export interface RenderedMail {
  readonly language: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Which facts a kind lists, in which order, and which sentences on what happens next it shows. */
const plan: Readonly<Record<MailKind, { facts: readonly Label[]; next: (of: Case) => readonly string[] }>> = {
  acknowledgement: {
    facts: ['case', 'title', 'service', 'severity', 'coverage', 'plan', 'submitted', 'due', 'rules'],
    next: (of) => ['promise', of.coverage, 'prepare'],
  },
  responseWarning: {
    facts: [
      'due',
      'remaining',
      'target',
      'case',
      'title',
      'tenant',
      'service',
      'severity',
      'coverage',
      'plan',
      'rules',
    ],
    next: () => ['assign'],
  },
  responseBreached: {
    facts: [
      'wasDue',
      'target',
      'case',
      'title',
      'tenant',
      'service',
      'severity',
      'coverage',
      'plan',
      'rules',
    ],
    next: () => ['contact', 'told'],
  },
  responseLate: {
    facts: ['case', 'title', 'severity', 'coverage', 'wasDue', 'rules'],
    next: (of) => ['alarm', of.coverage, 'nothing'],
  },
};

/**
 * A mail as it is sent. Pure, and a function of what was fixed when the mail was requested, never of the hour
 * it is sent at: a repetition must be the same request, or the mail service refuses it.
 *
 * @throws RangeError when the mail names a clock that the case doesn't have.
 */
export function render(of: Case, mail: CaseMail, options: { readonly language?: string } = {}): RenderedMail {
  const language = options.language ?? languageFor(of, mail.audience);
  const messages = messagesIn(language);
  const texts = kindMessages(messages, mail.kind);
  const { facts, next } = plan[mail.kind];
  const values = valuesOf(of, mail, language);
  const say = (template: string) => fill(template, values);
  const toCustomer = mail.audience === 'customer';

  const layout = {
    language,
    heading: say(texts.heading),
    greeting: toCustomer ? say(messages.greeting) : undefined,
    body: texts.body.map(say),
    facts: facts.flatMap((label) => {
      const value = values[label];
      return value ? [[messages.labels[label], value] as const] : [];
    }),
    nextHeading: say(texts.nextHeading),
    next: next(of)
      .map((name) => texts.next[name] ?? '')
      .filter((template) => values.due || !template.includes('{due}'))
      .map(say),
    signature: toCustomer ? messages.signature : undefined,
    footer: say(messages.footer[mail.audience]),
  };
  // A long title is cut, never the case id by which mails are found and threaded.
  const subject = fill(texts.subject, { ...values, title: oneLine(of.title, 80) });
  return { language, subject, text: toText(layout), html: toHtml(layout) };
}

function valuesOf(of: Case, mail: CaseMail, language: string): Record<string, string> {
  const messages = messagesIn(language);
  const zone = mail.audience === 'customer' ? zoneOf(of) : 'UTC';
  const clock = clockOf(of, mail);
  const due = clock ? formatInstant(clock.dueAt, zone, messages) : '';
  const left = clock ? (toDurationMs(clock.target) * (100 - (mail.percent ?? 0))) / 100 : 0;
  const values = {
    case: of.id,
    caseId: of.id,
    title: of.title,
    tenant: of.tenantId,
    service: of.service.name,
    severity: messages.words.severity[of.severity],
    coverage: messages.words.coverage[of.coverage],
    plan: messages.words.plan[of.plan],
    submitted: formatInstant(of.submittedAt, zone, messages),
    due,
    wasDue: due,
    target: clock ? formatDuration(clock.target, messages) : '',
    remaining: clock ? formatDuration(left, messages) : '',
    percent: String(mail.percent ?? 0),
    rules: [...new Set(clock?.rules ?? [])].join(', '),
    firstName: of.contactDetails.firstName,
    lastName: of.contactDetails.lastName,
  };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, oneLine(value, 300)]));
}

function clockOf(of: Case, mail: CaseMail): CaseClock | undefined {
  if (mail.clockId === undefined) return of.clocks.findLast((clock) => clock.kind === 'initialResponse');
  const clock = of.clocks.find(({ id }) => id === mail.clockId);
  if (!clock)
    throw new RangeError(`mail ${mail.id} names clock ${mail.clockId}, which the case doesn't have`);
  return clock;
}
