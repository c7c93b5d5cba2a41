import type { Duration, Instant } from '../../calendar/instant.ts';
import type { CaseActionBody, Owner } from './actions.ts';
import type { MailEventData } from './mailEvents.ts';
import type { WithMessage } from './message.ts';
import type {
  Actor,
  BeforeCorrection,
  CalendarSource,
  CaseAttributes,
  EscalationStep,
  Leg,
  LinkedCase,
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
  IncidentScope,
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

/**
 * What each type of event carries; those of mails: `mailEvents.ts`. Computed instants are stored here, so that a fold never
 * asks a calendar.
 */
export interface EventData extends MailEventData {
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

  /** `message`: why operations have restarted it. */
  'alarm.started': WithMessage & { readonly epoch: number };
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
