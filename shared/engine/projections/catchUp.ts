import { fold, foldVersion, tallied } from '../../cases/index.ts';
import { severalAtOnce } from '../../severalAtOnce.ts';
import type { CaseStore, StoredTally } from '../../store/types.ts';
import { readStretch } from '../commands/read.ts';
import { projectRow } from '../commit/projection.ts';
import type { Ports } from '../ports.ts';

/** So many cases are looked at in one go, and so many read at a time. */
const atOnce = 200;
const readsAtOnce = 8;

/**
 * Brings up to date what operations count by, where the store says that it is behind: tallies that commits have left
 * for later, and rows of earlier releases. Goes on until nothing is behind or `until` (real ms) has come; a case that
 * fails holds up no other, and is tried again by the next run.
 */
export async function catchUp(
  ports: Pick<Ports, 'store' | 'wallClock' | 'warn'>,
  until: number,
): Promise<number> {
  const { store, wallClock, warn } = ports;
  const failed = new Set<string>();
  let done = 0;
  let from: string | undefined;
  while (wallClock.now() < until) {
    const { caseIds, rows, more, mark } = await store.behind(atOnce + failed.size, from);
    const left = caseIds.filter((caseId) => !failed.has(caseId));
    const made = await severalAtOnce(readsAtOnce, left, async (caseId) => {
      try {
        return await tallyNow(store, caseId, rows);
      } catch (error) {
        failed.add(caseId);
        warn(`what operations count of case ${caseId} is left to the next sweep`, error);
        return undefined;
      }
    });
    const tallies = made.filter((one) => one !== undefined);
    await store.repairTallies(tallies);
    done += tallies.length;
    await store.caughtUp(mark, [...failed]);
    if (!more) return done;
    from = mark;
  }
  return done;
}

async function tallyNow(store: CaseStore, caseId: string, rows: boolean): Promise<StoredTally | undefined> {
  const { snapshot, commits } = await store.load(caseId, foldVersion);
  const commit = commits.at(-1)?.number ?? snapshot?.commit;
  if (commit === undefined) return undefined;
  const stored = await store.readTally(caseId);
  const loaded = commits.flatMap((one) => one.events);
  const state = fold(loaded, snapshot?.state);
  const after = stored?.tally.sequence ?? 0;
  // As a rule the tally is no older than the snapshot.
  const { before, events } =
    (snapshot?.sequence ?? 0) > after
      ? await readStretch(store, caseId, after, Infinity)
      : {
          before: fold(
            loaded.filter(({ sequence }) => sequence <= after),
            snapshot?.state,
          ),
          events: loaded.filter(({ sequence }) => sequence > after),
        };
  // What has come since is for whoever finds it behind next.
  const seen = events.filter(({ sequence }) => sequence <= (state?.sequence ?? 0));
  if (rows && state) await store.repairRow(projectRow(state, commit));
  return { caseId, commit, tally: tallied(stored?.tally, before, seen) };
}
