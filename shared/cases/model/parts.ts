/** What both a case and its events are made of. */
import type { Duration, Instant } from '../../calendar/instant.ts';
import type { CalendarSource, CalendarStamp, DecidedDay } from '../../policy/calendars/index.ts';
import type { Channel } from '../../policy/index.ts';
import type { Entitlement } from './entitlement.ts';
import type { ContactDetails, Submission } from './submission.ts';
import type {
  Category,
  Cause,
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

/** Who caused an event: a caller by token, or the product itself. */
export interface Actor {
  readonly kind: 'caller' | 'system';
  /** The token's subject, or the part of the product that decided (`tick`, `sweep`). */
  readonly id: string;
  readonly role: 'integration' | 'engineer' | 'operations' | 'system';
  readonly tenantId?: string;
}

/** A step of an escalation or of alerts: which level is told, in which round, and when. */
export interface EscalationStep {
  /** From 1. */
  readonly level: number;
  /** From 1. */
  readonly round: number;
  readonly at: Instant;
}

export interface SeverityChange {
  readonly from: Severity;
  readonly to: Severity;
  readonly coverage: Coverage;
}

/** How the case's business calendar is found again: stamped at submission, changed only by `calendar.applied`. */
export type { CalendarSource, CalendarStamp };

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

/** What a clock counted under an earlier schedule, before it was re-targeted. */
export interface Leg {
  readonly from: Instant;
  readonly to: Instant;
  readonly schedule: ClockSchedule;
  readonly counted: Duration;
}

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
  /** To operations only: the days not sure that the due instant rests on, and what has been decided of them since. */
  readonly uncertain?: UncertainDue & { readonly decided?: readonly DecidedDay[] };
  /** The share of the target that is used up. */
  readonly percent?: number;
  /** The severity before it was lowered, or as it would be lowered from. */
  readonly from?: Severity;
  /** The severity it would be lowered to. */
  readonly to?: Severity;
  /** The sequence of the event whose message it tells: what the engineer or the customer wrote. */
  readonly messageIn?: number;
  /** Until when something is possible. */
  readonly until?: Instant;
  /** The escalation level that is told, from 1, and its owner's name. */
  readonly level?: number;
  readonly owner?: string;
  /** How many alerts on the same breach this makes (ALERT-1), or which of the customer's requests it tells (PLAN-3). */
  readonly count?: number;
  /** Whose turn it was in earlier alerts on the same breach, by name. */
  readonly toldBefore?: readonly string[];
  /** The round in which a level is told, where it is not the first. */
  readonly round?: number;
  readonly incidentId?: string;
  /** Where a document is found; absent: service health and this case. */
  readonly location?: string;
  /** The sequence of the closing it tells. */
  readonly closedIn?: number;
  /** The contact that the case no longer has: this mail goes there. */
  readonly former?: ContactDetails;
  /** The mail that could not be delivered, and why. */
  readonly failed?: { readonly kind: MailKind; readonly reason: string };
}

/** A mail as it was asked for. */
export interface MailRequest {
  readonly kind: MailKind;
  readonly audience: MailAudience;
  readonly about: MailAbout;
  /** The customer is written to in business hours only (COM-B2, COM-C): not before then. */
  readonly notBefore?: Instant;
  /** Operations' addresses by the policy's levels, or the one that it did not reach; absent: settings, or contact. */
  readonly to?: readonly string[];
  /** It is posted to this channel of operations instead of mailed. */
  readonly channel?: Channel;
  /** The `Message-ID`s of the first and the latest mail that its recipient is known to have got. */
  readonly follows?: readonly string[];
  /** How many times it has been asked for again, since a fault that may pass kept it from an address. */
  readonly again?: number;
  /** The version of the key that its links are signed with; absent: it has none. */
  readonly linkKey?: string;
}

/**
 * A process is about to send an attempt at a mail. `firstSentAt` and `expiresAt` are real time, also where the product
 * runs on a virtual clock: the mail service knows no other.
 */
export interface MailClaim {
  readonly operationId: string;
  readonly repeatabilityId: string;
  readonly firstSentAt: Instant;
  readonly expiresAt: Instant;
  /** The process run that sends. */
  readonly owner: string;
}

export interface LinkedCase {
  readonly id: string;
  readonly kind: LinkKind;
}

/** The days not sure that a due instant rests on, and between which instants it lies, whatever becomes of them. */
export interface UncertainDue {
  /** Local dates of the calendar, in order. */
  readonly days: readonly string[];
  readonly earliest: Instant;
  readonly latest: Instant;
}

/** What a first response was recorded as before operations corrected it. */
export interface BeforeCorrection {
  readonly state: ClockState;
  /** When the answer was recorded; absent: none was. */
  readonly stoppedAt?: Instant;
  readonly lateBy?: Duration;
}

/** How a case ended. */
export interface Closing {
  readonly reason: ClosingReason;
  /** The id of the case that goes on instead. */
  readonly duplicateOf?: string;
  readonly referral?: 'partnerOrCommunity' | 'ownChannel';
  readonly handedOver?: { readonly cause: Cause; readonly evidence?: string };
}
