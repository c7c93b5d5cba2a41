import { expect } from 'vitest';

import { caseActionTypes, type CaseActionType } from '../model/commands.ts';
import type { CaseEvent } from '../model/events.ts';
import { conclusion, contactChange, coverageChange, reopenRequest, severityRequest } from './states.ts';
import type { Posted, Story } from './story.ts';

/** What each action is posted with where the tables say nothing else. */
const bodies: { readonly [T in CaseActionType]?: Posted } = {
  'response.corrected': {
    type: 'response.corrected',
    contactedAt: '2026-11-20T08:00:00Z',
    reason: 'by phone',
  },
  'engineer.reclassified': { type: 'engineer.reclassified', category: 'advisory', message: 'by design' },
  'investigation.concluded': conclusion('customCode'),
  'severity.changeRequested': severityRequest('A', true),
  'coverage.changed': coverageChange(false),
  'dataScript.requested': { type: 'dataScript.requested', testedInUat: true, providedBy: 'customer' },
  'mail.retryRequested': { type: 'mail.retryRequested', mailId: 'm1' },
  'case.reopenRequested': reopenRequest,
  'engineer.updated': { type: 'engineer.updated', message: 'We are on it.' },
  'contact.changed': contactChange({ firstName: 'Ken', primaryEmailAddress: 'ken@contoso.example' }),
  'details.changed': { type: 'details.changed', title: 'Nothing can be posted' },
  'case.assigned': { type: 'case.assigned', owner: { id: 'e-7', name: 'Mika' } },
  'note.added': { type: 'note.added', message: 'Seen before.' },
};

/** What follows in every state from what is told about a case. */
const always: Expected = {
  'contact.changed': ['contact.changed', 'mail contactChanged', 'mail contactChanged'],
  'details.changed': ['details.changed'],
  'case.assigned': ['case.assigned'],
  'note.added': ['note.added'],
};
const whileOpen: Expected = { ...always, 'engineer.updated': ['engineer.updated', 'mail update'] };

/** The events that follow, each with the clock it is about, or the mail. */
export function told(story: Story, events: readonly CaseEvent[]): string[] {
  return events.map(({ type, data }) => {
    if (type === 'mail.requested') return `mail ${data.kind}`;
    if (!type.startsWith('clock.') || !('clockId' in data)) return type;
    const begun = story.ofType('clock.started').find((one) => one.data.clockId === data.clockId);
    return `${type} ${begun?.data.kind ?? ''}`;
  });
}

/** What follows from an action: events in order, or the code of a refusal and its rules. */
export type Expected = { readonly [T in CaseActionType]?: readonly string[] };

/**
 * Drives every action there is against a state. What the table leaves out makes no sense there, but for what is told
 * about a case.
 */
export function expectCommands(given: () => Story, table: Expected): void {
  const expected = { ...(given().state.status === 'open' ? whileOpen : always), ...table };
  const allowed = caseActionTypes.filter((type) => type in expected);
  for (const type of caseActionTypes) {
    const story = given();
    const before = story.state;
    const outcome = story.attempt(bodies[type] ?? type);
    if (!('code' in outcome)) {
      expect(told(story, outcome), type).toEqual(expected[type]);
      continue;
    }
    expect(story.state, `${type} was refused and changed the case`).toBe(before);
    if (outcome.kind === 'notNow') {
      expect(outcome.code).toBe('event.notNow');
      expect(outcome.allowed, `allowed instead of ${type}`).toEqual(allowed);
      expect(outcome.detail).toContain('makes no sense now: ');
    } else {
      expect([outcome.kind, outcome.code, ...(outcome.rules ?? [])], type).toEqual(expected[type]);
    }
  }
}

/** What follows from the same actions in most states. */
export const questionAsked = [
  'engineer.requestedInformation',
  'clock.started customerReply',
  'mail informationRequested',
];
/** The same as the first response. */
export function answeredBy(told: readonly string[], ...ends: readonly string[]): readonly string[] {
  const [action = '', ...rest] = told;
  return [action, ...(ends.length > 0 ? ends : ['clock.met initialResponse']), ...rest];
}
export const proposed = [
  'engineer.proposedResolution',
  'clock.started resolutionAcceptance',
  'mail resolutionProposed',
];
/** The first response was contacted at 08:00Z, as it was recorded. */
export const corrected = ['response.corrected'];
export const declined = ['rca.requested', 'rca.declined', 'mail rcaDeclined'];
/** DG-2 puts the lowering to operations. */
export const declinedAndPut = [...declined, 'downgrade.proposed', 'mail approvalWanted'];
export const noEscalation = ['rule', 'plan.noEscalation', 'PLAN-3'];
export const reopened = [
  'case.reopenRequested',
  'case.reopened',
  'clock.started initialResponse',
  'mail reopened',
];
