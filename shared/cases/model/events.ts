import type { Duration, Instant } from '../../calendar/instant.ts';
import type { Channel } from '../../policy/index.ts';
import type { CaseActionBody, Owner } from './actions.ts';
import type {
  Actor,
  BeforeCorrection,
  CalendarSource,
  CaseAttributes,
  EscalationStep,
  Leg,
  LinkedCase,
  MailAbout,
  SeverityChange,
  UncertainDue,
} from './parts.ts';
import type { ContactDetails, Submission } from './submission.ts';
import type {
  Category,
  Cause,
  ClockKind,
  ClockSchedule,
  ClosingReason,
  Coverage,
  DeliveryStatus,
  FollowedStatus,
  IncidentScope,
  MailAudience,
  MailKind,
  Severity,
} from './vocabulary.ts';

export type { Actor, EscalationStep, SeverityChange } from './parts.ts';

export interface PlannedThreshold {
  /** Share of the target, in percent, below 100. */
  readonly percent: number;
  /** Null while the clock is paused. */
  readonly at: Instant | null;
  /** Reached before the clock was re-targeted, or passed by the re-targeting: nothing is to be said any more. */
  readonly reached?: true;
}

/** Where a clock stands: what is computed when it starts, goes on, or gets another target. */
export interface ClockPlan {
  readonly schedule: ClockSchedule;
  readonly target: Duration;
  /** What the target counts from. */
  readonly startedAt: Instant;
  /** Null while the clock is paused. */
  readonly dueAt: Instant | null;
  /** Present where the due instant rests on days that are not sure. */
  readonly uncertain?: UncertainDue;
  readonly thresholds: readonly PlannedThreshold[];
}

/** A free text that a caller may always add. */
export interface WithMessage {
  readonly message?: string;
  /** A mail of this kind was not asked for: the customer's side has caused too many. */
  readonly mailWithheld?: MailKind;
}

/** `occurredAt`: when it was said to have been, where it came too late to count from then. */
export interface LateAnswer extends WithMessage {
  readonly occurredAt?: Instant;
}

/** A clock whose due instant a change of the policy or of the calendar moves. */
export interface MovedClock {
  readonly clockId: string;
  readonly kind: ClockKind;
  readonly from: Instant;
  readonly to: Instant;
}

/** What is told about a problem that has come back (RE-1 to RE-4). */
export type ReopenFacts = Pick<
  Extract<CaseActionBody, { type: 'case.reopenRequested' }>,
  'environment' | 'sameError' | 'updateInstalled' | 'adviceTried'
>;

/** What the mail service reports of a mail for one of its recipients. */
interface OfRecipient {
  readonly mailId: string;
  readonly attempt: number;
  readonly recipient: string;
  /** The `Message-ID` that the mail has got. */
  readonly internetMessageId?: string;
}

/** What each type of event carries. Computed instants are stored here, so that a fold never asks a calendar. */
export interface EventData {
  'case.submitted': CaseAttributes & { readonly id: string; readonly linkedCases?: readonly LinkedCase[] };

  'clock.started': { readonly clockId: string; readonly kind: ClockKind } & ClockPlan & {
      readonly dueAt: Instant;
    };
  /** Another target, schedule or start for a clock that has not come due. `leg`: what it had counted until now. */
  'clock.retargeted': { readonly clockId: string; readonly leg?: Leg } & ClockPlan;
  /** `counted`: what it had counted by then since its last leg ended. */
  'clock.paused': { readonly clockId: string; readonly counted: Duration };
  'clock.resumed': {
    readonly clockId: string;
    readonly dueAt: Instant;
    readonly uncertain?: UncertainDue;
    readonly thresholds: readonly PlannedThreshold[];
  };
  'clock.thresholdReached': { readonly clockId: string; readonly percent: number };
  'clock.breached': { readonly clockId: string };
  'clock.met': { readonly clockId: string };
  /** What the clock waited for came after its breach. */
  'clock.stopped': { readonly clockId: string; readonly lateBy: Duration };
  'clock.cancelled': { readonly clockId: string };

  /**
   * Operations put right when the customer was contacted. Before the due instant the promise was kept; else `lateBy`
   * says by how much it was not.
   */
  'response.corrected': WithMessage & {
    readonly clockId: string;
    readonly contactedAt: Instant;
    readonly reason: string;
    readonly lateBy?: Duration;
    readonly from: BeforeCorrection;
  };

  /** Operations are told of a broken first response, from `next` on (ALERT-1). */
  'alert.started': { readonly clockId: string; readonly next: EscalationStep };
  'alert.raised': {
    readonly clockId: string;
    readonly level: number;
    readonly round: number;
    readonly next: EscalationStep;
  };
  /** Somebody has taken the case on. `next`: the first step after `until`; absent: none, for good. */
  'alert.acknowledged': WithMessage & {
    readonly clockId: string;
    readonly until?: Instant;
    readonly next?: EscalationStep;
  };
  'alert.ended': { readonly clockId: string };

  'engineer.contacted': WithMessage;
  'engineer.requestedInformation': WithMessage;
  'engineer.proposedResolution': WithMessage;
  /** BE-7: `message` is the reason. */
  'engineer.reclassified': WithMessage & { readonly category: Category };
  'engineer.updated': { readonly message: string };
  'contact.changed': WithMessage & { readonly contactDetails: ContactDetails };
  'details.changed': WithMessage &
    Partial<Pick<Submission, 'title' | 'description' | 'externalId' | 'labels'>>;
  /** Null: nobody works on it any more. */
  'case.assigned': WithMessage & { readonly owner: Owner | null };
  /** Never shown or mailed to the customer. */
  'note.added': { readonly message: string };
  'customer.replied': LateAnswer;
  'customer.acceptedResolution': LateAnswer;
  'customer.rejectedResolution': LateAnswer;
  'investigation.started': WithMessage;
  'investigation.paused': WithMessage;
  'investigation.concluded': WithMessage & {
    readonly cause: Cause;
    readonly reproducible: boolean;
    readonly evidence?: string;
  };

  'severity.changeRequested': WithMessage & {
    readonly severity: Severity;
    readonly require24X7Response?: boolean;
  };
  'severity.raised': SeverityChange;
  'severity.lowered': SeverityChange;
  'coverage.changed': WithMessage & { readonly coverage: Coverage };
  /** Put to operations, who approve or decline. */
  'downgrade.proposed': SeverityChange;
  'downgrade.approved': WithMessage;
  'downgrade.declined': WithMessage;
  /** What it was proposed for is no longer so. */
  'downgrade.withdrawn': Record<string, never>;

  'escalation.requested': WithMessage;
  /** `key` names case, request and policy version: what has been escalated once never is again. */
  'escalation.started': {
    readonly key: string;
    /** In earlier streams: the clock whose breach it follows. Since then, `alert.started` does. */
    readonly clockId?: string;
    /** The sequence of the customer's request. */
    readonly requestedIn?: number;
    readonly steps: readonly EscalationStep[];
  };
  'escalation.raised': { readonly key: string; readonly level: number; readonly round: number };
  'escalation.ended': { readonly key: string };

  'rca.requested': WithMessage & {
    readonly incident?: {
      readonly id: string;
      readonly published: boolean;
      readonly affected: IncidentScope;
    };
  };
  'rca.declined': Record<string, never>;
  /** The incident is of the kind that gets an analysis; it will be attached when it is published. */
  'rca.awaited': { readonly incidentId: string };
  'rca.attached': { readonly incidentId: string; readonly location?: string };

  'dataScript.requested': WithMessage & {
    readonly testedInUat: boolean;
    readonly providedBy: 'customer' | 'partner';
  };

  'advisory.continued': WithMessage & { readonly advisoryCaseId: string };
  /** The advisory case exists. */
  'advisory.opened': { readonly advisoryCaseId: string };

  'case.closed': WithMessage & {
    readonly reason: ClosingReason;
    readonly duplicateOf?: string;
    readonly referral?: 'partnerOrCommunity' | 'ownChannel';
    /** What goes with the customer when the cause lies outside of the platform (ISO-3). */
    readonly handedOver?: { readonly cause: Cause; readonly evidence?: string };
  };
  /** Another case was closed as a duplicate of this one. */
  'duplicate.joined': { readonly caseId: string };
  /** The case that this one duplicates has been told. */
  'duplicate.told': { readonly caseId: string };
  'case.reopenRequested': WithMessage & ReopenFacts;
  'case.reopened': Record<string, never>;
  /** The rules of the event decided. */
  'case.reopenRefused': Record<string, never>;

  'policy.applied': { readonly policyVersion: string; readonly moved: readonly MovedClock[] };
  /** `version` is what the calendar is called in answers that the case has from then on. */
  'calendar.applied': {
    readonly version: string;
    readonly before: CalendarSource;
    readonly after: CalendarSource;
    readonly moved: readonly MovedClock[];
  };

  'mail.requested': {
    readonly mailId: string;
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
  };
  /**
   * Precedes each POST to the mail service. `firstSentAt` and `expiresAt` are real time, also where the
   * product runs on a virtual clock: the mail service knows no other.
   */
  'mail.claimed': {
    readonly mailId: string;
    readonly attempt: number;
    readonly operationId: string;
    readonly repeatabilityId: string;
    readonly firstSentAt: Instant;
    readonly expiresAt: Instant;
    /** The process run that sends. */
    readonly owner: string;
    /** An earlier claim on the same attempt was given up: the mail service is asked before anything is sent. */
    readonly takenOver?: true;
  };
  /** Accepted by the mail service. `running`: it was still at it, so that it is asked later how that ended. */
  'mail.sent': {
    readonly mailId: string;
    readonly attempt: number;
    readonly operationId: string;
    readonly running?: true;
  };
  /** The mail service was asked how a mail ended that it had accepted. */
  'mail.followed': {
    readonly mailId: string;
    readonly attempt: number;
    readonly status: FollowedStatus;
    readonly reason?: string;
  };
  'mail.deferred': {
    readonly mailId: string;
    readonly attempt: number;
    readonly reason: string;
    readonly retryAt: Instant;
    /** The mail service has judged the mail itself: only such attempts count towards the last. */
    readonly judged?: true;
  };
  /** Operations want a mail that has failed, or waits for another attempt, to be sent now. */
  'mail.retryRequested': WithMessage & { readonly mailId: string };
  /** It was not sent yet, and what it tells is no longer so. */
  'mail.withdrawn': { readonly mailId: string };
  'mail.failed': { readonly mailId: string; readonly attempt: number; readonly reason: string };
  /** It has reached the recipient's mail server; `expanded`: a list, which hands it on. */
  'mail.delivered': OfRecipient & { readonly status?: 'expanded' };
  /** It has not, or was put aside there. */
  'mail.bounced': OfRecipient & {
    readonly status: Exclude<DeliveryStatus, 'delivered' | 'expanded'>;
    readonly reason?: string;
  };
  /** `message`: why operations have restarted it. */
  'alarm.started': WithMessage & { readonly epoch: number };
  /** A mail about the case that is no answer of its contact: who sent it, why it counts for nothing, what it says. */
  'reply.noted': {
    readonly messageId: string;
    readonly from: string;
    readonly why: 'automatic' | 'stranger' | 'notAuthentic' | 'empty' | 'notNow';
    readonly message?: string;
  };
  'alarm.ended': { readonly epoch: number };
  /** Operations have ended an instance. The case still has its alarm, as far as is decided: the sweep replaces it. */
  'alarm.terminated': { readonly epoch: number; readonly message: string };
}

export type EventType = keyof EventData;

export type CaseEvent = {
  [T in EventType]: {
    /** 1 for the first event of a case, then without gaps. */
    readonly sequence: number;
    readonly type: T;
    /** When it was recorded. */
    readonly at: Instant;
    /** The instant it counts from: the due instant for what fell due, however late it was recorded. */
    readonly decidedAsOf: Instant;
    readonly by: Actor;
    /** Ids of the policy rules the decision rests on. */
    readonly rules: readonly string[];
    readonly data: EventData[T];
    /** It was before the case was brought here. */
    readonly imported?: true;
  };
}[EventType];

export type EventOf<T extends EventType> = Extract<CaseEvent, { type: T }>;
