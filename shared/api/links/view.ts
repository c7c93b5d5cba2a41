import { toDurationMs, toMs } from '../../calendar/index.ts';
import { customerZone, referenceOf, type Case } from '../../cases/index.ts';
import {
  fill,
  formatDuration,
  formatInstant,
  fullName,
  languageFor,
  manyLines,
  messagesIn,
  oneLine,
  plain,
  type MailAction,
} from '../../mail/index.ts';
import type { Policy } from '../../policy/index.ts';
import { caseView } from '../views.ts';
import type { LinkView } from './endpoints.ts';

type Field = LinkView['actions'][number]['fields'][number];

/** A case as it is opened by a link. */
export interface ShownLink {
  readonly reading: { readonly state: Case; readonly at: number; readonly policy: Policy };
  readonly actions: readonly MailAction[];
  readonly waiting?: { readonly kind: 'customerReply' | 'resolutionAcceptance'; readonly message?: string };
  /** Others have got the mail too. */
  readonly hasCopies: boolean;
}

/** What the page of a link shows: what is named here of the case, and nothing else. */
export function linkView({ reading, actions, waiting, hasCopies }: ShownLink): LinkView {
  const { state } = reading;
  const language = languageFor(state, 'customer');
  const mail = messagesIn(language);
  // Of a closed case only one whose best effort is used up is shown.
  const { page, kinds } = mail;
  const say = (template: string, values: Record<string, string>) => fill(template, values, mail.locale);
  const name = oneLine(fullName(state.contactDetails, language));
  const lines = manyLines(waiting?.message ?? '');
  const leads = { customerReply: page.asked, resolutionAcceptance: page.proposed };
  return {
    language,
    title: say(page.title, { reference: referenceOf(state.id) }),
    lead: waiting
      ? leads[waiting.kind]
      : state.status === 'closed'
        ? kinds.bestEffortClosed.heading
        : page.open,
    ...(lines.length > 0 ? { quote: { label: mail.quotes.engineer, lines: [...lines] } } : {}),
    facts: factsOf(reading, language).map(([label, value]) => ({ label: mail.labels[label], value })),
    actions: actions.map((action) => ({
      action,
      label: mail.actions[action],
      ...(action === 'accept' ? { hint: page.closes } : {}),
      fields: fieldsOf(action, state, language),
    })),
    ...(hasCopies ? { confirm: { sentence: say(page.confirm, { name }), label: page.confirmed } } : {}),
    words: { choose: page.choose, send: page.send, back: page.back },
  };
}

type Fact = 'title' | 'severity' | 'coverage' | 'submitted' | 'due' | 'answerBefore' | 'remaining';

/** The case and its clocks that still wait. */
function factsOf(
  { state, at, policy }: ShownLink['reading'],
  language: string,
): readonly (readonly [Fact, string])[] {
  const mail = messagesIn(language);
  const instant = (when: string) => plain(formatInstant(when, customerZone(state), mail));
  const clocks = caseView(state, at, policy).clocks.flatMap((clock): (readonly [Fact, string])[] => {
    const { kind, state: now, dueAt, remaining } = clock;
    if (now !== 'running' && now !== 'paused') return [];
    if (kind === 'bestEffort') return [['remaining', formatDuration(wholeMinutes(remaining), mail)]];
    if (dueAt === null || toMs(dueAt) <= at) return [];
    return [[kind === 'initialResponse' ? 'due' : 'answerBefore', instant(dueAt)]];
  });
  return [
    ['title', oneLine(state.title, 250)],
    ['severity', mail.words.severity[state.severity]],
    ['coverage', mail.words.coverage[state.coverage]],
    ['submitted', instant(state.submittedAt)],
    ...clocks,
  ];
}

function wholeMinutes(duration: string): number {
  return Math.round(toDurationMs(duration) / 60_000) * 60_000;
}

function fieldsOf(action: MailAction, { contactDetails }: Case, language: string): Field[] {
  const { page, labels } = messagesIn(language);
  const optional = (label: string) => `${label} (${page.optional})`;
  if (action === 'answer') return [{ name: 'message', label: page.message, value: '', required: true }];
  if (action === 'accept' || action === 'reject' || action === 'advisory')
    return [{ name: 'message', label: optional(page.message), value: '', required: false }];
  if (action !== 'changeContact') return [];
  const { firstName, lastName, primaryEmailAddress, phoneNumber = '' } = contactDetails;
  return [
    { name: 'firstName', label: page.firstName, value: firstName, required: true },
    { name: 'lastName', label: page.lastName, value: lastName, required: true },
    { name: 'primaryEmailAddress', label: labels.address, value: primaryEmailAddress, required: true },
    { name: 'phoneNumber', label: optional(labels.phone), value: phoneNumber, required: false },
  ];
}
