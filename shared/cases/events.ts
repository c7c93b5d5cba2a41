import type { Duration, Instant } from '../calendar/instant.ts';
import type { CaseAttributes, ClockKind, ClockSchedule, MailAudience, MailKind } from './case.ts';

/** Who caused an event: a caller by token, or the product itself. */
export interface Actor {
  readonly kind: 'caller' | 'system';
  /** The token's subject, or the part of the product that decided (`tick`, `sweep`). */
  readonly id: string;
  readonly role: 'integration' | 'engineer' | 'operations' | 'system';
  readonly tenantId?: string;
}

export interface PlannedThreshold {
  /** Share of the target, in percent, below 100. */
  readonly percent: number;
  readonly at: Instant;
}

/**
 * What each type of event carries. Computed instants are stored here, so that a fold never asks a calendar.
 * Every free text a caller may add is `message`.
 */
export interface EventData {
  'case.submitted': CaseAttributes & { readonly id: string };
  'clock.started': {
    readonly clockId: string;
    readonly kind: ClockKind;
    readonly schedule: ClockSchedule;
    readonly target: Duration;
    readonly startedAt: Instant;
    readonly dueAt: Instant;
    readonly thresholds: readonly PlannedThreshold[];
  };
  'clock.thresholdReached': { readonly clockId: string; readonly percent: number };
  'clock.breached': { readonly clockId: string };
  'clock.met': { readonly clockId: string };
  /** What the clock waited for came after its breach. */
  'clock.stopped': { readonly clockId: string; readonly lateBy: Duration };
  'clock.cancelled': { readonly clockId: string };
  'engineer.contacted': { readonly message?: string };
  'case.closed': { readonly message?: string };
  'mail.requested': {
    readonly mailId: string;
    readonly kind: MailKind;
    readonly audience: MailAudience;
    readonly clockId?: string;
    readonly percent?: number;
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
  /** Accepted by the mail service. */
  'mail.sent': { readonly mailId: string; readonly attempt: number; readonly operationId: string };
  'mail.deferred': {
    readonly mailId: string;
    readonly attempt: number;
    readonly reason: string;
    readonly retryAt: Instant;
  };
  'mail.failed': { readonly mailId: string; readonly attempt: number; readonly reason: string };
  'alarm.started': { readonly epoch: number };
  'alarm.ended': { readonly epoch: number };
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
  };
}[EventType];

export type EventOf<T extends EventType> = Extract<CaseEvent, { type: T }>;
