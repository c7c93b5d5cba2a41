import type { Duration, Instant } from '../../calendar/instant.ts';
import type {
  Actor,
  CaseAttributes,
  Closing,
  EscalationStep,
  Leg,
  LinkedCase,
  MailAbout,
  SeverityChange,
} from './parts.ts';
import type {
  Cause,
  ClockKind,
  ClockSchedule,
  ClockState,
  MailAudience,
  MailKind,
  Severity,
} from './vocabulary.ts';

export * from './parts.ts';
export * from './vocabulary.ts';
export type { Entitlement } from './entitlement.ts';
export type { Submission } from './submission.ts';

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
