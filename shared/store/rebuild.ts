import type { Tally } from '../cases/index.ts';
import type { CaseRow, CaseStore, StoredTally } from './types.ts';
import type { WaitingMail } from './wakes.ts';
import type { Commit, Snapshot } from './stream.ts';

/** List row and wake instant (ms) of a case from all its commits, and the snapshot that is to be kept of it. */
export type Project = (commits: readonly Commit[]) => {
  readonly row: CaseRow;
  readonly wakeAt: number | null;
  readonly epoch: number | null;
  readonly mail?: WaitingMail | undefined;
  readonly snapshot?: Snapshot | undefined;
  readonly tally?: Tally | undefined;
};

/** A fold version that no snapshot has: the whole stream is read. */
const none = -1;

/** So many tallies are set in one go. */
const talliesAtOnce = 100;

export interface RebuildReport {
  readonly rebuilt: number;
  /** Cases that were left as they are, and why. */
  readonly failed: readonly { readonly caseId: string; readonly error: unknown }[];
}

/**
 * Sets the list and wake rows and the tally of every case afresh from its whole stream, and the counts with them. May
 * run beside writers: what a later commit has left stays. A case that fails stops no other; where a tally could not be
 * written, the counts stay as they were.
 *
 * @param parallel how many cases are worked on at a time.
 */
export async function rebuild(store: CaseStore, project: Project, parallel = 8): Promise<RebuildReport> {
  let rebuilt = 0;
  const failed: { readonly caseId: string; readonly error: unknown }[] = [];
  const ids = store.caseIds()[Symbol.asyncIterator]();
  let made: StoredTally[] = [];
  let uncounted = 0;

  async function keepTallies(): Promise<void> {
    const tallies = made;
    made = [];
    try {
      await store.repairTallies(tallies);
      rebuilt += tallies.length;
    } catch (error) {
      uncounted += tallies.length;
      failed.push(...tallies.map(({ caseId }) => ({ caseId, error })));
    }
  }

  async function work(): Promise<void> {
    for (let next = await ids.next(); !next.done; next = await ids.next()) {
      const caseId = next.value;
      try {
        const { commits } = await store.load(caseId, none);
        const { row, wakeAt, epoch, mail, snapshot, tally } = project(commits);
        await store.repairWake(caseId, row.commit, wakeAt, epoch, mail);
        await store.repairRow(row);
        if (snapshot) await store.keepSnapshot(snapshot);
        if (tally) made.push({ caseId, commit: row.commit, tally });
        else rebuilt += 1;
        if (made.length >= talliesAtOnce) await keepTallies();
      } catch (error) {
        failed.push({ caseId, error });
      }
    }
  }
  await store.beginRecount();
  await Promise.all(Array.from({ length: parallel }, work));
  await keepTallies();
  // Sums without what could not be written are no better than those that are there: the next rebuild makes them.
  if (uncounted === 0) await store.endRecount();
  return { rebuilt, failed };
}
