import type { Tally } from '../../cases/index.ts';
import { systemClock } from '../../clock.ts';
import { summed } from '../counts.ts';
import type { Count, CountQuery, StoredTally } from '../types.ts';
import type { Address, Documents } from './documents.ts';
import type { streams } from './streams.ts';
import { update } from './update.ts';

/** The form of tallies: one of another is made anew. */
const format = 1;

type TallyDocument = StoredTally & { readonly format: number };
interface Mark {
  /** Every commit that was written before (real ms) is in the tallies. */
  readonly upTo: number;
}

/** Writers' clocks differ by some seconds, and a write may take half a minute to be seen. */
const overlap = 120_000;

/**
 * The tally of each case in a document of its own. It is not written with the commit but brought up to date by the
 * sweep, by what streams hold that is newer than a mark: a commit costs nothing more, and counts lag by a minute.
 */
export function tallies(documents: Documents, stream: ReturnType<typeof streams>, kept: number) {
  const addressOf = (caseId: string): Address => ({ container: 'tallies', partition: caseId, id: caseId });
  const markAddress: Address = { container: 'tallies', partition: ' mark', id: 'mark' };
  let cells: { readonly at: number; readonly all: readonly Tally['cells'][] } | undefined;

  async function read(caseId: string): Promise<StoredTally | undefined> {
    const stored = await documents.read<TallyDocument>(addressOf(caseId));
    if (stored?.document.format !== format) return undefined;
    const { commit, tally } = stored.document;
    return { caseId, commit, tally };
  }

  async function allCells(): Promise<readonly Tally['cells'][]> {
    const now = systemClock.now();
    if (cells && now - cells.at < kept) return cells.all;
    const found = documents.query<{ readonly cells?: Tally['cells'] }>({
      container: 'tallies',
      text: 'SELECT c.tally.cells FROM c',
    });
    const all = await Array.fromAsync(found, (one) => one.cells ?? {});
    cells = { at: now, all };
    return all;
  }

  return {
    read,
    async repair(stored: StoredTally): Promise<void> {
      const document: TallyDocument = { ...stored, format };
      await update<TallyDocument>(documents, addressOf(stored.caseId), (before) =>
        before?.format === format && before.commit > stored.commit ? undefined : document,
      );
    },
    async counts(query: CountQuery): Promise<Count[]> {
      return summed(await allCells(), query);
    },
    async behind(most: number) {
      const mark = await documents.read<Mark>(markAddress);
      const since = mark ? mark.document.upTo - overlap : 0;
      const begun = systemClock.now();
      const written = await Array.fromAsync(stream.writtenFrom(since, most));
      // Commits of one millisecond come in the order of their ids, in which 10 is before 9.
      const newest = new Map<string, number>();
      for (const { caseId, number } of written) newest.set(caseId, Math.max(number, newest.get(caseId) ?? 0));
      const behind: string[] = [];
      for (const [caseId, number] of newest) {
        if (((await read(caseId))?.commit ?? -1) < number) behind.push(caseId);
      }
      // Where there are more, it goes on from the last of these.
      const last = written.length < most ? begun : (written.at(-1)?.writtenAt ?? begun) + overlap;
      return { caseIds: behind, rows: false, mark: String(last) };
    },
    async caughtUp(mark: string): Promise<void> {
      const upTo = Number(mark);
      await update<Mark & { readonly caseId: string }>(documents, markAddress, (stored) =>
        stored && stored.upTo >= upTo ? undefined : { caseId: markAddress.partition, upTo },
      );
    },
  };
}
