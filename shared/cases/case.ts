import type { Duration, Instant } from '../calendar/instant.ts';
import type { Entitlement } from './entitlement.ts';
import type { Actor, EscalationStep, SeverityChange } from './events.ts';
import type { Submission } from './submission.ts';
import type {
  Category,
  Cause,
  ClockKind,
  ClockSchedule,
  ClockState,
  ClosingReason,
  Coverage,
  LinkKind,
  MailAudience,
  MailKind,
  Plan,
  Severity,
} from './vocabulary.ts';

export * from './vocabulary.ts';
export type { Entitlement } from './entitlement.ts';
export type { Submission } from './submission.ts';

/** How the case's business calendar is found again: stamped at submission, changed only by an event. */
export interface CalendarStamp {
  readonly country: string;
  readonly region?: string | undefined;
  readonly preferredTimeZone?: string | undefined;
  readonly hours?: Entitlement['hours'];
  readonly holidays?: Entitlement['holidays'];
  readonly timeZone: string;
  readonly holidayData: string;
}

/** What submission fixes about a case: what was posted, as the policy judged it. */
export interface CaseAttributes extends Omit<Submission, 'require24X7Response'> {
  readonly severity: Severity;
  readonly coverage: Coverage;
  readonly plan: Plan;
  readonly category: Category;
  readonly policyVersion: string;
  readonly calendar: CalendarStamp;
  /** Targets of the first response by the tenant's contract, which go before the policy's (PLAN-4). */
  readonly contractTargets?: NonNullable<Entitlement['targets']>['initialResponse'];
}

export interface Threshold {
  /** Share of the target, in percent, below 100. */
  readonly percent: number;
  /** Null while the clock is paused. */
  readonly at: Instant | null;
  readonly reached: boolean;
}

export interface PauseRecord {
  readonly from: Instant;
  readonly to: Instant | null;
}

/** What a clock counted under an earlier schedule, before it was re-targeted. */
export interface Leg {
  readonly from: Instant;
  readonly to: Instant;
  readonly schedule: ClockSchedule;
  readonly counted: Duration;
}

export interface CaseClock {
  readonly id: string;
  readonly kind: ClockKind;
  readonly schedule: ClockSchedule;
  readonly target: Duration;
  readonly state: ClockState;
  /** What the target counts from. */
  readonly startedAt: Instant;
  /** Null while the clock is paused. */
  readonly dueAt: Instant | null;
  readonly thresholds: readonly Threshold[];
  readonly pauses: readonly PauseRecord[];
  /** In order, and contiguous; the clock counts on under its present schedule from the end of the last one. */
  readonly legs: readonly Leg[];
  /** When it was last given another target or schedule, or was started for what lay before. */
  readonly changedAt?: Instant;
  /** When what the clock waits for came, or it was cancelled; absent while it still waits. */
  readonly stoppedAt?: Instant;
  readonly lateBy?: Duration;
  readonly rules: readonly string[];
}

export type MailState =
  | { readonly status: 'requested' }
  | {
      readonly status: 'claimed';
      readonly operationId: string;
      readonly repeatabilityId: string;
      readonly firstSentAt: Instant;
      readonly expiresAt: Instant;
      readonly owner: string;
    }
  | { readonly status: 'deferred'; readonly retryAt: Instant; readonly reason: string }
  | { readonly status: 'sent'; readonly operationId: string }
  | { readonly status: 'failed'; readonly reason: string }
  | { readonly status: 'withdrawn' };

/**
 * What a mail tells, as it was when the mail was requested: a repetition must be the same request, whatever has
 * become of the case since.
 */
export interface MailAbout {
  readonly severity: Severity;
  readonly coverage: Coverage;
  /** The policy rules behind it. */
  readonly rules: readonly string[];
  readonly clockId?: string;
  readonly dueAt?: Instant;
  readonly target?: Duration;
  /** The share of the target that is used up. */
  readonly percent?: number;
  /** The severity before it was lowered, or as it would be lowered from. */
  readonly from?: Severity;
  /** The severity it would be lowered to. */
  readonly to?: Severity;
  /** What the engineer or the customer wrote. */
  readonly message?: string;
  /** Until when something is possible. */
  readonly until?: Instant;
  /** The escalation level that is told, from 1, and its owner's name. */
  readonly level?: number;
  readonly owner?: string;
  readonly incidentId?: string;
  /** Where a document is found; absent: service health and this case. */
  readonly location?: string;
  readonly closing?: Closing;
  /** The mail that could not be delivered, and why. */
  readonly failed?: { readonly kind: MailKind; readonly reason: string };
}

export interface CaseMail {
  readonly id: string;
  readonly kind: MailKind;
  readonly audience: MailAudience;
  readonly requestedAt: Instant;
  readonly about: MailAbout;
  readonly notBefore?: Instant;
  readonly to?: readonly string[];
  /** 0 before the first claim. */
  readonly attempt: number;
  readonly state: MailState;
}

export type Alarm = { readonly epoch: number; readonly ended: boolean };

export interface LinkedCase {
  readonly id: string;
  readonly kind: LinkKind;
}

/** What support knows of the problem, and whether it is at work on it. */
export interface Investigation {
  /** Since the start, and not paused or concluded; the clock stands all the same while the customer is waited for. */
  readonly underWay: boolean;
  /** When that last changed. */
  readonly at: Instant;
  readonly cause?: Cause;
  readonly reproducible?: boolean;
  readonly evidence?: string;
}

/** How a case ended. */
export interface Closing {
  readonly reason: ClosingReason;
  readonly referral?: 'partnerOrCommunity' | 'ownChannel';
  readonly handedOver?: { readonly cause: Cause; readonly evidence?: string };
}

export interface Escalation {
  readonly key: string;
  readonly clockId?: string;
  readonly message?: string;
  /** Those still to come. */
  readonly steps: readonly EscalationStep[];
  readonly level: number;
  readonly ended: boolean;
}

/** A service incident whose root cause analysis was asked for (RCA-2). */
export interface CaseIncident {
  readonly id: string;
  readonly attached: boolean;
  readonly location?: string;
}

/** A case: the fold of its events. */
export interface Case extends CaseAttributes {
  readonly id: string;
  readonly status: 'open' | 'closed';
  /** By which it was admitted. */
  readonly rules: readonly string[];
  readonly submittedAt: Instant;
  readonly reopenedAt?: Instant;
  /** When severity, coverage or category last changed: what happened before can't be judged by them. */
  readonly termsAt?: Instant;
  /** How many of the clocks were there when it was last reopened. */
  readonly clocksBefore?: number;
  readonly closedAt?: Instant | undefined;
  readonly closing?: Closing | undefined;
  readonly clocks: readonly CaseClock[];
  readonly mails: readonly CaseMail[];
  /** Absent until the first commit has started one. */
  readonly alarm?: Alarm;
  readonly linkedCases: readonly LinkedCase[];
  readonly investigation?: Investigation | undefined;
  /** A resolution has been proposed, and neither accepted nor rejected. `answered`: the customer wrote since. */
  readonly proposal?: { readonly at: Instant; readonly answered: boolean } | undefined;
  /** Waits for the approval of operations. */
  readonly downgrade?: (SeverityChange & { readonly rules: readonly string[] }) | undefined;
  /** The severity was lowered for want of commitment; absent again once it was restored. */
  readonly lowered?:
    { readonly from: Severity; readonly at: Instant; readonly rules: readonly string[] } | undefined;
  readonly escalations: readonly Escalation[];
  readonly incidents: readonly CaseIncident[];
  /** The advisory case that this one goes on as (BE-3). `opened`: it exists. */
  readonly advisory?:
    | {
        readonly caseId: string;
        readonly at: Instant;
        readonly by: Actor;
        readonly opened: boolean;
      }
    | undefined;
  /** The last event's. */
  readonly sequence: number;
  readonly at: Instant;
  /** Sequence of the last event that changes what a caller decides on: the ETag. */
  readonly decisionSequence: number;
}
