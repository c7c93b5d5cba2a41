import type { Duration, Instant } from '../../calendar/instant.ts';
import type { Owner } from './actions.ts';
import type {
  Actor,
  BeforeCorrection,
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
  /** Where it was reached since the clock was last planned; else it was before, and stays so. */
  readonly reachedAt?: Instant;
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
  readonly corrected?: Correction;
  readonly rules: readonly string[];
  /** The calendar it was over, or broken, in before the case got another one; absent: the case's. */
  readonly calendar?: CalendarSource;
}

/** Operations have put right when the first response was given. */
export interface Correction {
  /** Who corrected it: the token's subject. */
  readonly by: string;
  readonly at: Instant;
  readonly reason: string;
  readonly from: BeforeCorrection;
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
  /** How many times it was asked for again, after a fault that may pass. */
  readonly again?: number;
  /** What has changed about the case since the claim: a repetition of that attempt has to be the same mail. */
  readonly toldAs?: Pick<Case, 'title' | 'contactDetails' | 'owner' | 'inaccurate'> &
    Partial<Pick<Case, 'calendar'>>;
