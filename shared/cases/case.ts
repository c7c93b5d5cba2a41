import type { Duration, Instant } from '../calendar/instant.ts';
import type { Entitlement } from './entitlement.ts';
import type { Submission } from './submission.ts';
import type {
  Category,
  ClockKind,
  ClockSchedule,
  ClockState,
  Coverage,
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
}

export interface Threshold {
  readonly percent: number;
  readonly at: Instant;
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
  readonly startedAt: Instant;
  readonly dueAt: Instant;
  readonly thresholds: readonly Threshold[];
  readonly pauses: readonly PauseRecord[];
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
  | { readonly status: 'failed'; readonly reason: string };

export interface CaseMail {
  readonly id: string;
  readonly kind: MailKind;
  readonly audience: MailAudience;
  readonly requestedAt: Instant;
  readonly clockId?: string;
  readonly percent?: number;
  /** 0 before the first claim. */
  readonly attempt: number;
  readonly state: MailState;
}

export type Alarm = { readonly epoch: number; readonly ended: boolean };

/** A case: the fold of its events. */
export interface Case extends CaseAttributes {
  readonly id: string;
  readonly status: 'open' | 'closed';
  readonly submittedAt: Instant;
  readonly closedAt?: Instant;
  readonly clocks: readonly CaseClock[];
  readonly mails: readonly CaseMail[];
  /** Absent until the first commit has started one. */
  readonly alarm?: Alarm;
  readonly linkedCases: readonly { readonly id: string; readonly kind: string }[];
  /** The last event's. */
  readonly sequence: number;
  readonly at: Instant;
  /** Sequence of the last event that changes what a caller decides on: the ETag. */
  readonly decisionSequence: number;
}
