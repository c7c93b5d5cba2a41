import { fold, foldVersion, tallied } from '../../cases/index.ts';
import type { CaseStore } from '../../store/types.ts';
import { readStretch } from '../commands/read.ts';
import { projectRow } from '../commit/projection.ts';
import type { Ports } from '../ports.ts';

/** So many cases are looked at in one go. */
const atOnce = 200;

/**
 * Brings up to date what operations count by, where the store says that it is behind: tallies that commits have left
 * for later, and rows of earlier releases. Goes on until nothing is behind or `until` (real ms) has come; a case that
 * fails holds up no other.
 */
export async function catchUp(
  ports: Pick<Ports, 'store' | 'wallClock' | 'warn'>,
  until: number,
): Promise<number> {
  const { store, wallClock, warn } = ports;
  const failed = new Set<string>();
  let done = 0;
  while (wallClock.now() < until) {
    const { caseIds, rows, mark } = await store.behind(atOnce + failed.size);
    const left = caseIds.filter((caseId) => !failed.has(caseId));
    for (const caseId of left) {
      try {
        await catchUpCase(store, caseId, rows);
        done += 1;
      } catch (error) {
        failed.add(caseId);
        warn(`what operations count of case ${caseId} is left to the next sweep`, error);
      }
    }
    if (failed.size === 0) await store.caughtUp(mark);
    if (left.length < atOnce) return done;
  }
  return done;
}

async function catchUpCase(store: CaseStore, caseId: string, rows: boolean): Promise<void> {
  const { snapshot, commits } = await store.load(caseId, foldVersion);
  const commit = commits.at(-1)?.number ?? snapshot?.commit;
  if (commit === undefined) return;
  const stored = await store.readTally(caseId);
  const { before, events } = await readStretch(store, caseId, stored?.tally.sequence ?? 0, Infinity);
  const state = fold(
    commits.flatMap((one) => one.events),
    snapshot?.state,
  );
  // What has come since is for whoever finds it behind next.
  const seen = events.filter(({ sequence }) => sequence <= (state?.sequence ?? 0));
  await store.repairTally({ caseId, commit, tally: tallied(stored?.tally, before, seen) });
  if (rows && state) await store.repairRow(projectRow(state, commit));
}
