/**
 * What a token of a customer or partner sees: what is named here, and nothing else. A field or an event that is new
 * is hidden from it until somebody decides otherwise. Hidden are operations' addresses, what the mail service said,
 * who sends a mail, alerts and alarms, notes, and what waits for operations.
 */
import { postingRole, type Caller } from '../../identity/caller.ts';
import type { CaseActionType } from '../../cases/index.ts';
import type { CaseItem, CaseView } from '../schemas.ts';
import type { ClockProof } from '../time/proofs.ts';
import { allowOnly, whole } from './allow.ts';

/** What the customer's side has told itself. */
export const submitted = whole(
  ...['tenantId', 'title', 'description', 'severity', 'category', 'problemType', 'scope', 'service'],
  ...['environment', 'problemStartTime', 'contactDetails', 'submitter', 'relatedTo', 'linkedCases'],
  ...['externalId', 'labels', 'advancedDiagnosticConsent'],
);

export const closing = {
  ...whole('reason', 'referral', 'duplicateOf'),
  handedOver: whole('cause', 'evidence'),
};

const clock = {
  ...whole(
    ...[
      'id',
      'kind',
      'schedule',
      'target',
      'state',
      'startedAt',
      'dueAt',
      'uncertain',
      'elapsed',
      'remaining',
    ],
    ...['thresholds', 'pausedAt', 'stoppedAt', 'lateBy', 'rules'],
  ),
  corrected: whole('at', 'from'),
};

const caseFields = {
  ...submitted,
  ...whole('id', 'reference', 'status', 'coverage', 'plan', 'policyVersion', 'rules', 'submittedAt'),
  ...whole('reopenedAt', 'closedAt', 'workingLanguage', 'workingLanguageUntil', 'workingLanguageRules'),
  ...whole('support', 'allowed', 'sequence', 'inaccurateAddresses'),
  closing,
  clocks: clock,
  investigation: whole('underWay', 'at', 'cause', 'reproducible', 'evidence'),
  proposal: whole('at', 'answered'),
  lowered: whole('from', 'at', 'rules', 'restoredBy'),
  escalations: whole('key', 'level', 'round', 'ended', 'nextAt'),
  incidents: whole('id', 'attached', 'location'),
};

const itemFields = {
  ...whole('id', 'reference', 'externalId', 'tenantId', 'title', 'status', 'severity', 'coverage', 'plan'),
  ...whole('country', 'submittedAt', 'policyVersion', 'sequence', 'breached'),
  clocks: clock,
};

const proofFields = whole(
  ...['caseId', 'clockId', 'kind', 'schedule', 'target', 'startedAt', 'dueAt', 'counted', 'segments'],
  ...['calendar', 'rules', 'warnings'],
);

/** Whether this token is one of the operator's own. */
const isOwn = ({ home }: Caller): boolean => home;

export function caseFor(caller: Caller, view: CaseView): CaseView {
  if (isOwn(caller)) return view;
  return {
    ...allowOnly(view, caseFields),
    allowed: view.allowed.filter((type) => postingRole(caller, type as CaseActionType) !== undefined),
  };
}

export function caseItemFor(caller: Caller, item: CaseItem): CaseItem {
  return isOwn(caller) ? item : allowOnly(item, itemFields);
}

export function proofFor(caller: Caller, proof: ClockProof): ClockProof {
  return isOwn(caller) ? proof : allowOnly(proof, proofFields);
}
