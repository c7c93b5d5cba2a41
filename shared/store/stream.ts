import { Unreadable } from './errors.ts';
import type { Commit, Snapshot, StoredStream } from './types.ts';

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
