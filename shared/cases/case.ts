import type { DayInterval, Weekday } from '../calendar/types.ts';
import type { Duration, Instant } from '../calendar/instant.ts';

export const severities = ['A', 'B', 'C'] as const;
export type Severity = (typeof severities)[number];

export const plans = ['standard', 'professionalDirect', 'unified', 'premier'] as const;
export type Plan = (typeof plans)[number];

export const coverages = ['24x7', 'businessHours'] as const;
export type Coverage = (typeof coverages)[number];
export type ClockSchedule = Coverage;

export const categories = ['technical', 'billing', 'subscriptionManagement', 'advisory'] as const;
export type Category = (typeof categories)[number];

export const problemTypes = [
  'breakFix',
  'howTo',
  'performance',
  'notReproducible',
  'customization',
  'dataCorruption',
] as const;
export type ProblemType = (typeof problemTypes)[number];

export const releaseStages = [
  'generallyAvailable',
  'publicPreview',
  'limitedPreview',
  'privatePreview',
] as const;
export type ReleaseStage = (typeof releaseStages)[number];

export const clockKinds = ['initialResponse', 'customerReply', 'resolutionAcceptance', 'bestEffort'] as const;
export type ClockKind = (typeof clockKinds)[number];

export const clockStates = ['running', 'paused', 'met', 'breached', 'cancelled'] as const;
export type ClockState = (typeof clockStates)[number];

/** The mails this version sends; the policy's other kinds join here with the rules that cause them. */
export const mailKinds = ['acknowledgement', 'responseWarning', 'responseBreached', 'responseLate'] as const;
export type MailKind = (typeof mailKinds)[number];
export type MailAudience = 'customer' | 'operations';

export interface ContactDetails {
  readonly firstName: string;
  readonly lastName: string;
  readonly primaryEmailAddress: string;
  readonly phoneNumber?: string | undefined;
  readonly preferredTimeZone?: string | undefined;
  readonly country: string;
  readonly preferredSupportLanguage?: string | undefined;
}

export interface Environment {
  readonly name?: string | undefined;
  readonly build?: string | undefined;
  readonly machine?: string | undefined;
  readonly user?: string | undefined;
  readonly document?: string | undefined;
}

export interface Submitter {
  readonly id: string;
  readonly roles: readonly string[];
  readonly partnerTenantId?: string | undefined;
  readonly benefit?: 'customerPlan' | 'partnerBenefit' | undefined;
}

/** What a caller posts, already parsed. Field names follow Microsoft.Support's ticket contract. */
export interface Submission {
  readonly tenantId: string;
  readonly title: string;
  readonly description?: string | undefined;
  readonly severity: Severity;
  readonly require24X7Response: boolean;
  readonly category: Category;
  readonly problemType?: ProblemType | undefined;
  readonly scope?: 'isolated' | 'multipleAreas' | undefined;
  readonly service: { readonly name: string; readonly releaseStage: ReleaseStage };
  readonly environment?: Environment | undefined;
  readonly problemStartTime?: Instant | undefined;
  readonly contactDetails: ContactDetails;
  readonly submitter: Submitter;
  readonly relatedTo?: string | undefined;
}

/** What a tenant has bought, as operations keep it. */
export interface Entitlement {
  readonly plan: Plan;
  readonly country: string;
  /** ISO 3166-2 subdivision without the country, for regional holidays. */
  readonly region?: string | undefined;
  readonly hours?: Readonly<Partial<Record<Weekday, readonly DayInterval[]>>> | undefined;
  readonly holidays?: { readonly add?: readonly string[]; readonly remove?: readonly string[] } | undefined;
  readonly delegatedPartners: readonly string[];
  readonly purchasedFrom: 'microsoft' | 'other';
  readonly targets?:
    { readonly initialResponse?: Readonly<Partial<Record<Severity, Duration>>> | undefined } | undefined;
  /** The services it covers; every service when absent. */
  readonly services?: readonly string[] | undefined;
}

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

/** What submission fixes about a case. */
export interface CaseAttributes {
  readonly tenantId: string;
  readonly title: string;
  readonly description?: string | undefined;
  readonly severity: Severity;
  readonly coverage: Coverage;
  readonly plan: Plan;
  readonly category: Category;
  readonly problemType?: ProblemType | undefined;
  readonly scope?: 'isolated' | 'multipleAreas' | undefined;
  readonly service: Submission['service'];
  readonly environment?: Environment | undefined;
  readonly problemStartTime?: Instant | undefined;
  readonly contactDetails: ContactDetails;
  readonly submitter: Submitter;
  readonly relatedTo?: string | undefined;
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
