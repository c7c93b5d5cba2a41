import type { Layers } from '../../policy/calendars/index.ts';
import type { Policy } from '../../policy/index.ts';
import type { CaseActionBody, CaseActionType } from './actions.ts';
import type { Case } from './case.ts';
import type { Entitlement } from './entitlement.ts';
import type { Actor } from './events.ts';
import type { History } from './history.ts';
import type { Incident } from './incident.ts';
import type { Submission } from './submission.ts';

export { caseActionTypes, type CaseActionType } from './actions.ts';

export interface SubmitCase {
  readonly type: 'case.submit';
  readonly caseId: string;
  readonly by: Actor;
  readonly submission: Submission;
  /** The tenant's entitlement, if it has one. */
  readonly entitlement?: Entitlement | undefined;
  /** The entitlement of `submitter.partnerTenantId`, if it has one. */
  readonly partnerEntitlement?: Entitlement | undefined;
  /** Whether the caller acts from the operator's own tenant. */
  readonly fromHomeTenant: boolean;
  /** What happened before the case was brought here; absent: it is submitted now. */
  readonly history?: History | undefined;
  /** What operations have put over the product's calendars; absent: nothing. */
  readonly layers?: Layers | undefined;
}

/** Opens the advisory case that a best-effort case goes on as (BE-3). */
export interface OpenAdvisory {
  readonly type: 'advisory.open';
  readonly caseId: string;
  readonly by: Actor;
  readonly breakFix: Case;
}

/** What somebody did on a case. */
export type CaseAction = CaseActionBody & {
  readonly by: Actor;
  /** The id that an advisory case gets which this action asks for. */
  readonly advisoryCaseId?: string | undefined;
  /** The case that `duplicateOf` names, as it is now. */
  readonly duplicated?: Case | undefined;
  /** The service incident the action names, as operations have registered it. */
  readonly registeredIncident?: Incident | undefined;
};

export type ActionOf<T extends CaseActionType> = Extract<CaseAction, { type: T }>;

/** Puts the case under another version of the policy. */
export interface ApplyPolicy {
  readonly type: 'policy.apply';
  readonly by: Actor;
  readonly policy: Policy;
}

/** Puts the case under the calendar that a case submitted now would get. */
export interface ApplyCalendar {
  readonly type: 'calendar.apply';
  readonly by: Actor;
  readonly layers: Layers;
}

/** The analysis of an incident has been published (RCA-2, RCA-5). */
export interface AttachRca {
  readonly type: 'rca.attach';
  readonly by: Actor;
  readonly incident: Incident;
}

export type Command = SubmitCase | OpenAdvisory | CaseAction | ApplyPolicy | ApplyCalendar | AttachRca;

/**
 * Why a command changed nothing.
 * `rule`: the policy refuses. `forbidden`: SUB-* refuses. `notNow`: the case is in a state in which this makes
 * no sense. `invalid`: a field is wrong in a way only the case or its calendar can tell.
 */
export type Refusal = {
  readonly code: string;
  /** One sentence that tells how to mend it. */
  readonly detail: string;
} & (
  | { readonly kind: 'rule' | 'forbidden'; readonly rules: readonly string[]; readonly pointer?: string }
  | {
      readonly kind: 'notNow';
      readonly allowed: readonly CaseActionType[];
      /** Where it is about one of several events. */
      readonly pointer?: string;
    }
  | { readonly kind: 'invalid'; readonly pointer: string; readonly rules?: readonly string[] }
);

export class Refused extends Error {
  override readonly name = 'Refused';
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.detail);
    this.refusal = refusal;
  }
}
