import type { Policy } from '../../policy/index.ts';
import { caseActionTypes, type CaseActionType } from '../model/actions.ts';
import { mayContinue } from '../rules/effort/advisory.ts';
import { retryable } from '../mails/retry.ts';
import { mostIncidents, mostLinks, type Case } from '../model/case.ts';
import type { CaseAction } from '../model/commands.ts';
import { correctableResponse } from '../rules/response/correction.ts';
import { waitingResponse } from '../rules/response/response.ts';

/** Why an action makes no sense for the case as it stands; undefined when it does. `now` in ms. */
export function obstacle(state: Case, type: CaseActionType, policy: Policy, now: number): string | undefined {
  if (type === 'case.reopenRequested') return state.status === 'open' ? 'the case is open' : undefined;
  if (type === 'advisory.continued') {
    if (state.linkedCases.length >= mostLinks) return `the case has ${mostLinks} links, and no more fit`;
    if (mayContinue(state, policy, now)) return undefined;
    return 'a case may go on as an advisory case once, from the half-way warning of its best effort until some days after that has closed it';
  }
  // What is known of a case is put right at any time.
  if (isFact(type)) return undefined;
  // An analysis is often asked for once all is well again.
  if (type === 'rca.requested') return undefined;
  if (type === 'mail.retryRequested')
    return retryable(state).length > 0 ? undefined : 'no mail has failed, or waits to be tried again';
  if (type === 'response.corrected') {
    return correctableResponse(state)
      ? undefined
      : 'the first response still waits, and nothing is recorded that could be corrected: tell when it was with `occurredAt`';
  }
  if (state.status === 'closed') return 'the case is closed';
  switch (type) {
    case 'engineer.contacted':
      return waitingResponse(state) ? undefined : 'the first response has already been recorded';
    case 'engineer.reclassified':
      return state.problemType === 'performance'
        ? undefined
        : 'only a performance case is re-classified (BE-7)';
    case 'customer.acceptedResolution':
    case 'customer.rejectedResolution':
      return state.proposal ? undefined : 'no resolution has been proposed';
    case 'investigation.started':
      return state.investigation?.underWay ? 'the investigation is under way' : undefined;
    case 'investigation.paused':
      return state.investigation?.underWay ? undefined : 'no investigation is under way';
    case 'investigation.concluded':
      return state.investigation?.underWay || state.investigation?.paused
        ? undefined
        : 'no investigation is under way or paused';
    case 'escalation.requested':
      return state.escalations.some(({ ended }) => !ended)
        ? 'the case is being escalated at the customer’s wish already'
        : undefined;
    case 'alert.acknowledged':
      return state.alert ? undefined : 'no alert of a broken first response runs';
    case 'downgrade.approved':
    case 'downgrade.declined':
      return state.downgrade ? undefined : 'no lowering waits for approval';
    case 'engineer.updated':
    case 'engineer.requestedInformation':
    case 'engineer.proposedResolution':
    case 'customer.replied':
    case 'severity.changeRequested':
    case 'coverage.changed':
    case 'dataScript.requested':
    case 'case.closed':
      return undefined;
  }
}

const facts = ['contact.changed', 'details.changed', 'case.assigned', 'note.added'] as const;

/** What is told about a case, and changes nothing about how it goes on. */
function isFact(type: CaseActionType): type is (typeof facts)[number] {
  return (facts as readonly CaseActionType[]).includes(type);
}

/** Why the case holds no more of what the action brings; undefined when it does. */
export function tooMany({ incidents }: Case, action: CaseAction): string | undefined {
  if (action.type !== 'rca.requested' || !action.incident || incidents.length < mostIncidents)
    return undefined;
  const { id } = action.incident;
  if (incidents.some((known) => known.id === id)) return undefined;
  return `the case knows ${mostIncidents} incidents, and no more fit`;
}

/** The actions that make sense for the case as it stands. */
export function allowedActions(state: Case, policy: Policy, now: number): readonly CaseActionType[] {
  return caseActionTypes.filter((type) => obstacle(state, type, policy, now) === undefined);
}
