import type { CaseSummary, QueueFacts, QueueState, Severity, Tally } from '../cases/index.ts';
import type { EntitlementBody, PutOutcome, Registry, StoredEntitlement } from './smallDocuments.ts';
import type { Commit, Snapshot, StoredStream } from './stream.ts';
import type { Attempt, WaitingMail, Wake, WakeFilter } from './wakes.ts';

/** A case in the list projection, at most 4 KB: rebuildable from its stream at any time. */
export interface CaseRow {
  readonly caseId: string;
  readonly tenantId: string;
  /** The number of the last commit the row has seen. */
  readonly commit: number;
  readonly status: 'open' | 'closed';
  readonly severity: Severity;
  /** Milliseconds since the epoch. */
  readonly submittedAt: number;
  /** When the first response is due that is still to come; null when there is none. */
  readonly dueAt: number | null;
  readonly breached: boolean;
  /** The version of the policy it is under. */
  readonly policyVersion: string;
  /** The version of its calendar, which names country and region. */
  readonly calendar: string;
  /** Incidents whose analysis it waits for, by short keys of the engine's. */
  readonly awaits: readonly string[];
  readonly summary: CaseSummary;
  /** Absent in rows of earlier releases, which no queue shows before they are made anew. */
  readonly queue?: QueueFacts;
}

/** Filters of the queues; what is absent lets everything through. */
export interface QueueFilter {
  readonly status?: 'open' | 'closed' | undefined;
  /** Null: nobody's. */
  readonly owner?: string | null | undefined;
  readonly tenantId?: string | undefined;
  readonly severity?: Severity | undefined;
  readonly plan?: string | undefined;
  readonly country?: string | undefined;
  readonly externalId?: string | undefined;
  /** At least three characters that occur in what a case is found by, in capitals or not. */
  readonly text?: string | undefined;
  readonly now: number;
}

export interface QueuePageQuery extends QueueFilter {
  /** Cases in any of these; absent: every case. */
  readonly states?: readonly QueueState[] | undefined;
  /**
   * `timeLeft`: by due instant, what is still to come before what is overdue; `lateness`: by due instant; both with
   * what has none last. `newest`: by submission.
   */
  readonly sort: 'timeLeft' | 'lateness' | 'newest';
  readonly top: number;
  readonly continuation?: string | undefined;
}

/** Which cases have changed: their rows, that is. */
export interface Changes {
  /** For the next question. */
  readonly after: string;
  /** The same while the same would be answered to that question. */
  readonly version: string;
  /** Some may have been told before. */
  readonly caseIds: readonly string[];
  /** More have changed than were asked for, or nobody knows any more. */
  readonly reset: boolean;
}

/** The tally of a case, and the last commit it has seen. */
export interface StoredTally {
  readonly caseId: string;
  readonly commit: number;
  readonly tally: Tally;
}

export interface Behind {
  readonly caseIds: readonly string[];
  /** Their list rows are of an earlier release. */
  readonly rows: boolean;
  /** There may be others. */
  readonly more: boolean;
  /** For the next question. */
  readonly mark: string;
}

/** Which cells are summed up: of one kind (`p`, `m`, `w`), of days from `from` to `to`, for each `by` or in all. */
export interface CountQuery {
  readonly of: 'p' | 'm' | 'w';
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly by?: 'day' | 'month' | undefined;
}

export interface Count {
  /** `2026-11-20` or `2026-11`, as asked for; empty where the cell has no day, or all are one. */
  readonly period: string;
  /** Without its day. */
  readonly cell: string;
  readonly count: number;
}

/** Filters that are absent let everything through. Rows come newest submission first. */
export interface CaseQuery {
  readonly tenantIds?: readonly string[];
  readonly status?: 'open' | 'closed';
  readonly severity?: Severity;
  /** Only rows whose `dueAt` is before this instant (ms). */
  readonly dueBefore?: number;
  /** True: rows breached, or due at or before `now` without the breach being recorded yet; false: the others. */
  readonly breached?: boolean;
  /** Only rows under another version of the policy than this. */
  readonly notUnder?: string;
  readonly externalId?: string;
  /** Only rows of cases whose id begins so: lower-case letters and digits. */
  readonly idPrefix?: string;
  /** Only rows that wait for the analysis of the incident with this key. */
  readonly awaits?: string;
  readonly now: number;
  readonly top: number;
  /** From the page before. */
  readonly continuation?: string;
}

export interface Page<T> {
  readonly value: readonly T[];
  /** Opaque; absent on the last page. */
  readonly continuation?: string;
  /** Case ids of rows on this page that could not be read, and were left out. */
  readonly unreadable?: readonly string[];
}

export interface AppendEffects {
  readonly row: CaseRow;
  /**
   * The commit since which the row has been the same, as far as its writer knows: this one's number where it changes
   * what the row shows. A store that knows that the row of that commit is written need not write it again.
   */
  readonly rowSince: number;
  /** The case's next wake instant before and after this commit (ms); `before` is null for a new case. */
  readonly wakeBefore: number | null;
  readonly wakeAfter: number | null;
  /** The case's alarm after it. */
  readonly epoch: number | null;
  /** Mail that should have gone out by this commit and has not; absent: none. */
  readonly mailAfter?: WaitingMail | undefined;
  /**
   * No later than now + one sweep period: what a store that can't write all in one transaction sets the wake
   * row to before a commit that creates a case or brings its wake forward.
   */
  readonly guardAt: number;
  /**
   * The wake row stays as it is, though no longer true: its instant has come, and whoever appends goes on until it
   * has written a true one. A crash leaves a row that brings the sweep.
   */
  readonly wakeFollows?: boolean;
  readonly snapshot?: Snapshot;
  /** The case's tally after this commit, from that of the commit before. A store may leave it to `behind`. */
  readonly tally?: (before: Tally | undefined) => Tally;
}

/**
 * Where the truth is kept. Every method may throw `StoreUnavailable` (retryable), those that read one case
 * `Unreadable` (final, for this case), and nothing else but programming errors.
 */
export interface CaseStore {
  /** What the case is folded from; no snapshot and no commits when there is no such case. */
  load(caseId: string, foldVersion: number): Promise<StoredStream>;
  /** The first `most` commits, in order, that hold events from this sequence on. */
  readFrom(caseId: string, sequence: number, most: number): Promise<readonly Commit[]>;
  /** The latest snapshot of this fold version with no event after this sequence. */
  snapshotBefore(caseId: string, sequence: number, foldVersion: number): Promise<Snapshot | undefined>;
  /** The commit of a command that came with this key: an indexed look-up within the case. */
  findKeyed(caseId: string, scope: string): Promise<Commit | undefined>;
  /** Keeps a snapshot; one that is there already stays. */
  keepSnapshot(snapshot: Snapshot): Promise<void>;
  /** `conflict`: another writer has created this commit number; nothing of this one was kept. */
  append(commit: Commit, effects: AppendEffects): Promise<'appended' | 'conflict'>;
  list(query: CaseQuery): Promise<Page<CaseRow>>;
  /** Cases in the queues of operations. Throws `InvalidContinuation`. */
  queue(query: QueuePageQuery): Promise<Page<CaseRow>>;
  /** How many cases each queue has. */
  queueCounts(filter: QueueFilter): Promise<Readonly<Record<QueueState, number>>>;
  /** The rows that have changed since, at most so many; without `after` none, to ask from now on. One read. */
  changes(after: string | undefined, most: number): Promise<Changes>;
  /** Sums over the tallies of all cases. */
  counts(query: CountQuery): Promise<readonly Count[]>;
  readTally(caseId: string): Promise<StoredTally | undefined>;
  /** Sets each, unless the stored one has seen a later commit. Of a case one at most. */
  repairTallies(all: readonly StoredTally[]): Promise<void>;
  /** Cases whose tally may not have seen their last commit: some `most`, from a mark on that was answered before. */
  behind(most: number, mark?: string): Promise<Behind>;
  /** Up to the mark all cases were brought up to date but those that failed, which are told again. */
  caughtUp(mark: string, failed: readonly string[]): Promise<void>;
  /** From now on sums are made anew from each tally that is set, beside the present ones. */
  beginRecount(): Promise<void>;
  /** The sums that were made anew take the place of the others, and the sizes of queues are those of the rows. */
  endRecount(): Promise<void>;
  /** How many rows the filters let through. */
  count(query: Omit<CaseQuery, 'top' | 'continuation'>): Promise<number>;

  /** Number of shards the wakes are spread over; `overdueWakes` takes 0 to shards - 1. */
  readonly wakeShards: number;
  /** Rows with `wakeAt <= before` and (`retryAt` null or <= `now`), least recently attempted first, then by `wakeAt`. */
  overdueWakes(shard: number, before: number, now: number, limit: number): Promise<readonly Wake[]>;
  getWake(caseId: string): Promise<Wake | undefined>;
  /** All rows with a `wakeAt`, ordered by caseId: what the operations endpoint pages through. */
  listWakes(top: number, continuation?: string, filter?: WakeFilter): Promise<Page<Wake>>;
  /** Records an attempt of the sweep, also one that went well (`failures: 0`). No row: nothing happens. */
  noteAttempt(caseId: string, attempt: Attempt): Promise<void>;
  /** How many rows are overdue at `before`, and the earliest `wakeAt` among them. */
  wakeBacklog(before: number): Promise<{ readonly count: number; readonly oldest: number | null }>;
  /** Sets the list row from a fresh fold, unless it has already seen a later commit. */
  repairRow(row: CaseRow): Promise<void>;
  /**
   * The same for the wake row. Where `guardAt` has set a wake for a commit that isn't there, that wake stays until
   * an attempt was noted since: the commit may yet come.
   */
  repairWake(
    caseId: string,
    commit: number,
    wakeAt: number | null,
    epoch: number | null,
    mail?: WaitingMail,
  ): Promise<void>;
  /** All mail of rows whose first should have gone out at `before` or earlier. */
  mailBacklog(before: number): Promise<{ readonly count: number; readonly oldest: number | null }>;
  /**
   * Removes the wake row of a case that has no stream, once an attempt was noted since its `wakeAt`: until then
   * the first commit may yet come.
   */
  deleteWake(caseId: string): Promise<void>;
  /** Every case id that has a stream: for rebuilding the projections. */
  caseIds(): AsyncIterable<string>;

  getEntitlement(tenantId: string): Promise<StoredEntitlement | undefined>;
  /** `ifMatch`: only over the version with this etag. Answers `conflict` when it isn't the stored one. */
  putEntitlement(tenantId: string, body: EntitlementBody, ifMatch?: string): Promise<PutOutcome>;
  /** Every entitlement, in no order. */
  entitlements(): AsyncIterable<StoredEntitlement>;
  /** Tenants whose entitlement names this partner in `delegatedPartners`. */
  tenantsDelegatingTo(partnerTenantId: string): Promise<readonly string[]>;

  readonly registry: Registry;

  /**
   * How far (ms) this machine's clock is ahead of the store's at the least, by the store's latest answer; negative:
   * behind. 0 where both are one, and before the first answer.
   */
  clockOffset(): number;

  /** Resolves when the store answers; throws `StoreUnavailable` otherwise. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
