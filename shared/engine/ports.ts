import type { Case } from '../cases/index.ts';
import type { Clock } from '../clock.ts';
import type { Channels, MailAddresses, MailGate, MailLinks, MailService } from '../mail/index.ts';
import type { CaseStore } from '../store/types.ts';
import type { Commit } from '../store/stream.ts';
import type { CalendarBook } from './calendars/book.ts';
import type { PolicyBook } from './policies/book.ts';

/** What the procedures need from the outside. Set once by a host's composition root. */
export interface Ports {
  readonly store: CaseStore;
  readonly policies: PolicyBook;
  readonly calendars: CalendarBook;
  /** The time the product lives in; virtual on the local runtime. */
  readonly clock: Clock;
  /** The machine's time, which mail claims run on: the mail service knows no other. */
  readonly wallClock: Clock;
  readonly mail: MailService;
  readonly mailAddresses: MailAddresses;
  /** By which customers act from their mails; absent: they carry no links. */
  readonly mailLinks?: MailLinks | undefined;
  /** Who of this process may send mail now. */
  readonly mailGate: MailGate;
  /** Where operations read beside their mail. */
  readonly channels: Channels;
  /** How long (real ms) a tick waits for the mail service. What takes longer goes on by itself. */
  readonly mailPatience: number;
  /** Aborts after so many ms of the machine's time. */
  timeout(ms: number): AbortSignal;
  /** This run of this process: the owner of the mail claims it makes. */
  readonly owner: string;
  /** Whether another owner is known to be dead, so that its claims need not expire. */
  isDeadOwner(owner: string): boolean;
  /** A tick that finds its wake instant less than this away (ms) waits for it. */
  readonly alarmEarlyMs: number;
  /** A clock that differs from the store's by more than this (ms) decides nothing. */
  readonly clockSkewLimit: number;
  readonly sweep: SweepSettings;
  /** From 0 to 1, by chance: for waits that must not be the same for all. */
  random(): number;
  /** What was just kept of a case, as it was before (if it was) and is after: for a log. Never fails. */
  told(commit: Commit, cases: readonly Case[]): void;
  /** Something went wrong that the sweep will mend. */
  warn(message: string, cause: unknown): void;
}

/** All in ms, but for the counts. */
export interface SweepSettings {
  readonly period: number;
  readonly grace: number;
  /** How long one run may go on taking up rows. */
  readonly budget: number;
  /** Rows worked on at once in one shard. */
  readonly parallel: number;
  /** How long an alarm that has ended is kept. */
  readonly alarmHistory: number;
}

/** The orchestration instances, as far as the procedures care. */
export interface Alarms {
  /** Starting one that runs is no error. */
  start(caseId: string, epoch: number): Promise<void>;
  /**
   * Tells a sleeping one its next wake (ms), null where it has ended; without either, to look again. `unknown`: there
   * is no such instance.
   */
  raise(caseId: string, epoch: number, wakeAt?: number | null): Promise<'raised' | 'unknown'>;
  status(caseId: string, epoch: number): Promise<AlarmSeen>;
  /** Ends a superseded one; one that is unknown or has ended is no error. */
  terminate(caseId: string, epoch: number, reason: string): Promise<void>;
  /** Removes those that have ended and were created from `from` on and before `to` (ms), with their history. */
  purge(from: number, to: number): Promise<void>;
}

/** An instance as it is seen from outside. */
export interface AlarmSeen {
  readonly is: 'running' | 'ended' | 'unknown';
  /** When its last tick ended, as that tick told; absent where none has. */
  readonly tickedAt?: string;
}

/** One moment on both clocks, in ms. */
export interface Moment {
  readonly now: number;
  readonly realNow: number;
  deadOwner(owner: string): boolean;
  /** Mail that could go out is left until then. */
  readonly mailFrom?: number;
  /** How mails ended is not asked for again before then. */
  readonly followFrom?: number;
}

export function momentOf(ports: Pick<Ports, 'wallClock' | 'isDeadOwner'>, now: number): Moment {
  return { now, realNow: ports.wallClock.now(), deadOwner: ports.isDeadOwner };
}

/** The orchestration instance of a case's alarm. A new epoch is a new instance. */
export function alarmInstanceId(caseId: string, epoch: number): string {
  return `${caseId}.${epoch}`;
}

/** Case id and epoch of an alarm's instance id; undefined when it is no such id. */
export function parseAlarmInstanceId(instanceId: string): { caseId: string; epoch: number } | undefined {
  const match = /^(.+)\.(\d+)$/.exec(instanceId);
  return match?.[1] === undefined ? undefined : { caseId: match[1], epoch: Number(match[2]) };
}
