import type { CaseRow, CaseStore, Commit } from './types.ts';

/** List row and wake instant (ms) of a case, from all its commits. */
export type Project = (commits: readonly Commit[]) => {
  readonly row: CaseRow;
  readonly wakeAt: number | null;
};

export interface RebuildReport {
  readonly rebuilt: number;
  /** Cases that were left as they are, and why. */
  readonly failed: readonly { readonly caseId: string; readonly error: unknown }[];
}

/**
 * Sets the list and wake rows of every case afresh from its stream. May run beside writers: what a later
 * commit has left stays. A case that fails stops no other.
 *
 * @param parallel how many cases are worked on at a time.
 */
export async function rebuild(store: CaseStore, project: Project, parallel = 8): Promise<RebuildReport> {
  let rebuilt = 0;
  const failed: { readonly caseId: string; readonly error: unknown }[] = [];
  const ids = store.caseIds()[Symbol.asyncIterator]();

  async function work(): Promise<void> {
    for (let next = await ids.next(); !next.done; next = await ids.next()) {
      const caseId = next.value;
      try {
        const { row, wakeAt } = project(await store.load(caseId));
        await store.repair(row, wakeAt);
        rebuilt += 1;
      } catch (error) {
        failed.push({ caseId, error });
      }
    }
  }
  await Promise.all(Array.from({ length: parallel }, work));
  return { rebuilt, failed };
}
