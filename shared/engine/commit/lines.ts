import { referenceOf, type Case, type CaseEvent } from '../../cases/index.ts';
import type { Commit } from '../../store/stream.ts';

/** How much of what happens on cases the log tells: nothing, what whoever runs it waits for, or every event. */
export const tellings = ['none', 'milestones', 'all'] as const;
export type Telling = (typeof tellings)[number];

/**
 * A commit as lines of a log, by the case as it was before and is after. They name it by its reference and hold no
 * personal data: no free text, no address.
 */
export function linesOf({ caseId, events }: Commit, cases: readonly Case[], telling: Telling): string[] {
  if (telling === 'none') return [];
  const reference = referenceOf(caseId);
  return events.flatMap((event) => {
    const words = milestone(event, cases) ?? (telling === 'all' ? event.type : undefined);
    if (words === undefined) return [];
    const rules = event.rules.length > 0 ? ` (${event.rules.join(', ')})` : '';
    return [`${event.decidedAsOf} ${reference} ${words}${rules}`];
  });
}

function milestone(event: CaseEvent, cases: readonly Case[]): string | undefined {
  switch (event.type) {
    case 'case.submitted': {
      const { severity, category, plan } = event.data;
      return `accepted: severity ${severity}, ${category}, plan ${plan}`;
    }
    case 'clock.started':
      return `clock ${event.data.kind} runs, due ${event.data.dueAt}`;
    case 'clock.thresholdReached':
      return `${event.data.percent} % of clock ${kindOf(event.data.clockId, cases)} is used`;
    case 'clock.breached':
      return `clock ${kindOf(event.data.clockId, cases)} is breached`;
    case 'mail.sent':
      return `mail ${mailOf(event.data.mailId, cases)} is sent`;
    case 'mail.deferred':
      return `mail ${mailOf(event.data.mailId, cases)} is put off until ${event.data.retryAt}`;
    case 'mail.failed':
      return `mail ${mailOf(event.data.mailId, cases)} has failed for good`;
    case 'reply.noted':
      return `a mail that is no answer has come: ${event.data.why}`;
    case 'mail.bounced':
      return `mail ${event.data.mailId} has not reached a recipient: ${event.data.status}`;
    default:
      return undefined;
  }
}

function kindOf(clockId: string, cases: readonly Case[]): string {
  return cases.flatMap(({ clocks }) => clocks).find(({ id }) => id === clockId)?.kind ?? clockId;
}

function mailOf(mailId: string, cases: readonly Case[]): string {
  const mail = cases.flatMap(({ mails }) => mails).find(({ id }) => id === mailId);
  return mail ? `${mailId} (${mail.kind} to ${mail.audience})` : mailId;
}
