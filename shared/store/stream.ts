import type { Case, CaseEvent } from '../cases/index.ts';
import type { Instant } from '../calendar/instant.ts';
import { Unreadable } from './errors.ts';

/** All events of one decision: the unit that is appended, whole or not at all. */
export interface Commit {
  readonly caseId: string;
  /** 0 for the commit that creates the case, then without gaps: two writers can't both create the next. */
  readonly number: number;
  readonly at: Instant;
  readonly events: readonly CaseEvent[];
  /** Set when the command came with an `Idempotency-Key`; both are hashes. */
  readonly idempotency?: { readonly scope: string; readonly body: string };
  /** The span that has made it, as W3C Trace Context writes one; absent where none was recorded. */
  readonly trace?: string;
}

/**
 * The fold of a stream up to a commit, kept so that a long stream need not be read from its start. It is never
 * trusted over the stream: one of another fold version is passed over, and any can be made again.
 */
export interface Snapshot {
  readonly caseId: string;
  /** The last commit in it, and the sequence of that commit's last event. */
  readonly commit: number;
  readonly sequence: number;
  readonly foldVersion: number;
  readonly state: Case;
}

/** What a case is folded from: the latest snapshot of this fold version, and all commits after it, in order. */
export interface StoredStream {
  readonly snapshot?: Snapshot;
  readonly commits: readonly Commit[];
}

/**
 * The commits as they are, when they go on from `first` without gaps.
 * @throws Unreadable otherwise: the stream was changed by hand, or by a writer that had not loaded it.
 */
export function contiguous(caseId: string, commits: readonly Commit[], first = 0): readonly Commit[] {
  commits.forEach((commit, index) => {
    if (commit.number !== first + index) throw new Unreadable(caseId, `commit ${first + index} is missing`);
  });
  return commits;
}

/** A stream as it is loaded: commits that follow the snapshot, or all of them. @throws Unreadable */
export function storedStream(
  caseId: string,
  snapshot: Snapshot | undefined,
  commits: readonly Commit[],
): StoredStream {
  const checked = contiguous(caseId, commits, snapshot ? snapshot.commit + 1 : 0);
  return snapshot ? { snapshot, commits: checked } : { commits: checked };
}

/** The sequence of the last event of a commit, which has at least one. */
export function lastSequence({ events }: Commit): number {
  return events.at(-1)?.sequence ?? 0;
}
