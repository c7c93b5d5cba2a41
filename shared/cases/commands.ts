import type { Instant } from '../calendar/instant.ts';
import type { Entitlement } from './entitlement.ts';
import type { Actor } from './events.ts';
import type { Submission } from './submission.ts';

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
}

interface ActOnCase<T extends string> {
  readonly type: T;
  readonly by: Actor;
  readonly message?: string | undefined;
  /** When it happened, if that was before it was reported. */
  readonly occurredAt?: Instant | undefined;
}

export const caseActionTypes = ['engineer.contacted', 'case.closed'] as const;
export type CaseActionType = (typeof caseActionTypes)[number];
export type CaseAction = { [T in CaseActionType]: ActOnCase<T> }[CaseActionType];

export type Command = SubmitCase | CaseAction;

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
  | { readonly kind: 'notNow'; readonly allowed: readonly CaseActionType[] }
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
