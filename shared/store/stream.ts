import type { Commit } from './types.ts';

/**
 * The commits as they are, when they run from 0 without gaps.
 * @throws Error otherwise: the stream was changed by hand, or by a writer that had not loaded it.
 */
export function contiguous(caseId: string, commits: readonly Commit[]): readonly Commit[] {
  commits.forEach((commit, index) => {
    if (commit.number !== index) throw new Error(`the stream of case ${caseId} has no commit ${index}`);
  });
  return commits;
}
