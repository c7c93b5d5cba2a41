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
  MailClaim,
  MailRequest,
  SeverityChange,
  UncertainDue,
} from './parts.ts';
import type { Cause, ClockKind, ClockSchedule, ClockState, MailKind, Severity } from './vocabulary.ts';

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
  | ({ readonly status: 'claimed' } & MailClaim)
  | { readonly status: 'deferred'; readonly retryAt: Instant; readonly reason: string }
  | { readonly status: 'sent'; readonly operationId: string }
  | { readonly status: 'failed'; readonly reason: string }
  | { readonly status: 'withdrawn' };

export interface CaseMail extends MailRequest {
  readonly id: string;
  readonly requestedAt: Instant;
  /** What has changed about the case since the claim: a repetition of that attempt has to be the same mail. */
  readonly toldAs?: Pick<Case, 'title' | 'contactDetails' | 'contactSince' | 'owner' | 'inaccurate'> &
    Partial<Pick<Case, 'calendar'>>;
  /** That this attempt was delivered was told before it was recorded as sent. */
  readonly delivered?: true;
  /** 0 before the first claim. */
  readonly attempt: number;
  /** Of these, how many the mail service has judged; absent: none. */
  readonly judged?: number;
  readonly state: MailState;
}

export type Alarm = { readonly epoch: number; readonly ended: boolean };

/** What support knows of the problem, and whether it is at work on it. */
export interface Investigation {
  /** Since the start, and not paused or concluded; the clock stands all the same while the customer is waited for. */
  readonly underWay: boolean;
  /** It was under way, and goes on later: it may be concluded as it stands. */
  readonly paused?: true;
  /** When that last changed. */
  readonly at: Instant;
  readonly cause?: Cause;
  readonly reproducible?: boolean;
  readonly evidence?: string;
}

/** The customer's wish, told to level after level (PLAN-3). */
export interface Escalation {
  readonly key: string;
  readonly at: Instant;
  /** The sequence of the customer's request that it follows. */
  readonly requestedIn?: number;
  /** How many times the customer has asked. */
  readonly count: number;
  /** Those still to come. */
  readonly steps: readonly EscalationStep[];
  /** The level and round that were told last; 0 before the first. */
  readonly level: number;
  readonly round: number;
  readonly ended: boolean;
}

/** A first response is broken, and operations are told until somebody contacts the customer (ALERT-1). */
export interface Alert {
  readonly clockId: string;
  /** Those still to come: each names the next. None: it was acknowledged for good. */
  readonly steps: readonly EscalationStep[];
  /** The level and round that were told last; 0 before the first. */
  readonly level: number;
  readonly round: number;
  /** The levels that were told before that one, each once, in the order of their first turn. */
  readonly toldBefore?: readonly number[];
  /** How many were told, and as of when the last one. */
  readonly count: number;
  readonly toldAt?: Instant;
  /** Somebody has taken the case on: no round until then; `until` absent: for good. */
  readonly acknowledged?: { readonly by: string; readonly at: Instant; readonly until?: Instant };
}

/** What a clock had recorded when something was told that came before it. */
export interface Overtaken {
  readonly clockId: string;
  /** What counts from later than this, */
  readonly after: Instant;
  /** and was recorded before this event, would not have been. */
  readonly before: number;
}

/** What a case holds at the most: it has to stay small at any age. */
export const mostOvertaken = 100;
export const mostIncidents = 20;
export const mostLinks = 20;
export const mostFailedMails = 20;
export const mostCustomerMails = 50;
/** Mails that are no answers: so many are noted within an hour. */
export const mostNotedReplies = 20;
export const mostThreads = 10;
export const mostAccepted = 20;

/** A mail to us that is no answer of the contact. */
export interface NotedMail {
  readonly at: Instant;
  readonly from: string;
  readonly why: 'stranger' | 'notAuthentic' | 'empty' | 'notNow';
}

/** A mail that the service has accepted, and of which is not known yet how it ended. */
export interface AcceptedMail {
  readonly mailId: string;
  readonly attempt: number;
  readonly operationId: string;
  readonly at: Instant;
  /** All whom it went to; absent: where the settings say that operations read. */
  readonly to?: readonly string[];
  /** Of these, in lower case, those of whom is known that it did not reach them. */
  readonly bounced?: readonly string[];
  /** How often the service has been asked, and was still at it; absent: never. */
  readonly asked?: number;
}

/** A service incident whose root cause analysis was asked for (RCA-2). */
export interface CaseIncident {
  readonly id: string;
  readonly attached: boolean;
  readonly location?: string;
}

/**
 * A case: the fold of its events. It holds what later decisions need and callers see at a glance, and does not grow
 * with age: of clocks the latest of each kind, those that still wait and the first responses that were broken, of
 * mails those that are still to be sent, of escalations the latest.
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
  /** When severity, coverage or category last changed, or were asked to: what happened before can't be judged by them. */
  readonly termsAt?: Instant;
  /** When somebody last did something. */
  readonly actedAt?: Instant;
  /** When the customer was last heard of. */
  readonly heardAt?: Instant;
  /** The clock of best effort that it had when it was last reopened. */
  readonly effortBefore?: string;
  readonly closedAt?: Instant | undefined;
  readonly closing?: Closing | undefined;
  readonly clocks: readonly CaseClock[];
  /** Still to be sent. */
  readonly mails: readonly CaseMail[];
  /** The latest that have failed, for who asks again. */
  readonly failedMails?: readonly CaseMail[] | undefined;
  /** The mails that the customer's own side has caused within an hour; at most `mostCustomerMails`. */
  readonly customerMails?: readonly { readonly kind: MailKind; readonly at: Instant }[];
  /** When the latest mails came that were no answers; at most `mostNotedReplies`. */
  readonly notedReplies?: readonly Instant[] | undefined;
  /** Mails to us that were no answers and that people sent, since an engineer or operations last did something. */
  readonly notedMails?: { readonly count: number; readonly latest: NotedMail } | undefined;
  /** By recipient, in lower case: the `Message-ID`s of the first and the latest mail it has got; at most `mostThreads`. */
  readonly threads?: readonly { readonly to: string; readonly first: string; readonly latest: string }[];
  /** The latest mails whose end is not known yet, that is to be asked for; at most `mostAccepted`. */
  readonly accepted?: readonly AcceptedMail[] | undefined;
  /** The sequence of the event by which the contact last became another; absent: it is that of the submission. */
  readonly contactSince?: number | undefined;
  /** Operations have been told that the contact cannot be written to (COM-1). */
  readonly unreachableTold?: true | undefined;
  /** Addresses of the contact that no mail reaches, in lower case (COM-1). */
  readonly inaccurate?: readonly string[] | undefined;
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
  /** When a lowering was last put to operations, withdrawn or declined, or could have been; and declined for silence. */
  readonly loweringPutAt?: Instant;
  readonly loweringDeclinedAt?: Instant;
  /** The severity was lowered for want of commitment; absent again once it was restored. */
  readonly lowered?:
    { readonly from: Severity; readonly at: Instant; readonly rules: readonly string[] } | undefined;
  readonly escalations: readonly Escalation[];
  /** Operations are being told of a broken first response. */
  readonly alert?: Alert | undefined;
  /** The latest of what was recorded and would not have been. */
  readonly overtaken?: readonly Overtaken[];
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
