import type { Duration, Instant } from '../../calendar/instant.ts';
import type { Owner } from './actions.ts';
import type {
  Actor,
  CalendarSource,
  CaseAttributes,
  Closing,
  EscalationStep,
  LinkedCase,
  MailAbout,
  SeverityChange,
  UncertainDue,
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

/** What a clock had counted by an instant from which it counts on. */
export interface Counted {
  readonly until: Instant;
  readonly counted: Duration;
}

/** A clock as it stands: how it came to stand so is in the stream (`ClockHistory`). */
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
  /** Present where the due instant rests on days that are not sure; breaches and thresholds go by `dueAt` alone. */
  readonly uncertain?: UncertainDue;
  readonly thresholds: readonly Threshold[];
  /** Under earlier schedules, all together. */
  readonly earlier?: Counted;
  /** Under the present schedule before its last pause, which ended at `until`, or began there while it lasts. */
  readonly beforePause?: Counted;
  /** While it is paused, and where it ended so. */
  readonly pausedAt?: Instant;
  /** When it was last given another target or schedule, or was started for what lay before. */
  readonly changedAt?: Instant;
  /** When what the clock waits for came, or it was cancelled; absent while it still waits. */
  readonly stoppedAt?: Instant;
  readonly lateBy?: Duration;
  readonly rules: readonly string[];
  /** The calendar it was over, or broken, in before the case got another one; absent: the case's. */
  readonly calendar?: CalendarSource;
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
  /** What has changed about the case since the claim: a repetition of that attempt has to be the same mail. */
  readonly toldAs?: Pick<Case, 'title' | 'contactDetails' | 'owner'>;
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
  /** The clock whose breach it follows. */
  readonly clockId?: string;
  /** The sequence of the customer's request that it follows. */
  readonly requestedIn?: number;
  /** Those still to come. */
  readonly steps: readonly EscalationStep[];
  /** The level and round that were told last; 0 before the first. */
  readonly level: number;
  readonly round: number;
  readonly ended: boolean;
}

/** What a case holds at the most: it has to stay small at any age. */
export const mostIncidents = 20;
export const mostLinks = 20;

/** A service incident whose root cause analysis was asked for (RCA-2). */
export interface CaseIncident {
  readonly id: string;
  readonly attached: boolean;
  readonly location?: string;
}

/**
 * A case: the fold of its events. It holds what later decisions need and callers see at a glance, and does not grow
 * with age: of clocks the latest of each kind, those that still wait and the first responses that were broken, of
 * mails those that are still to be sent, of escalations the latest by breach and by request.
 */
export interface Case extends CaseAttributes {
  readonly id: string;
  readonly status: 'open' | 'closed';
  /** By which it was admitted. */
  readonly rules: readonly string[];
  readonly submittedAt: Instant;
  /** Who works on it. */
  readonly owner?: Owner | undefined;
  readonly reopenedAt?: Instant;
  /** When severity, coverage or category last changed: what happened before can't be judged by them. */
  readonly termsAt?: Instant;
  /** The clock of best effort that it had when it was last reopened. */
  readonly effortBefore?: string;
  readonly closedAt?: Instant | undefined;
  readonly closing?: Closing | undefined;
  readonly clocks: readonly CaseClock[];
  /** Still to be sent. */
  readonly mails: readonly CaseMail[];
  /** Operations have been told that the contact cannot be written to (COM-1). */
  readonly unreachableTold?: true | undefined;
  /** Mails that did not reach the present address: the latest of each kind. */
  readonly undelivered?: readonly Pick<CaseMail, 'kind' | 'about'>[] | undefined;
  /** By the clock that waits for the answer: the sequence of the event that asked, where it holds a message. */
  readonly questions?: { readonly [K in 'customerReply' | 'resolutionAcceptance']?: number | undefined };
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
  /** The case it was closed as a duplicate of, until that one holds the link too. */
  readonly untold?: string | undefined;
  /** The last event's. */
  readonly sequence: number;
  readonly at: Instant;
  /** Sequence of the last event that changes what a caller decides on: the ETag. */
  readonly decisionSequence: number;
}
