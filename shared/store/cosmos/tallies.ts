import { severalAtOnce } from '../../severalAtOnce.ts';
import { systemClock } from '../../clock.ts';
import type { StoredTally } from '../types.ts';
import { batches } from './batches.ts';
import type { Documents } from './documents.ts';
import type { streams } from './streams.ts';
import { sums } from './sums.ts';
import { firstHead, headAddress, tallyFormat, type Head } from './tallyDocuments.ts';

/** Where a run has come to. */
interface Mark {
  readonly upTo: number;
  /** Those that earlier runs have left, and this one was told of. */
  readonly took: readonly string[];
}

/** Writers' clocks differ by some seconds, and a write may take half a minute to be seen. */
const overlap = 120_000;

/** So many cases are remembered that failed; where more do, it is no fault of theirs. */
const mostLeft = 500;

const readsAtOnce = 8;

/** Of so many cases it is remembered which commit their tallies have seen. */
const mostSeen = 20_000;

/**
 * The tally of each case in a document of its own, and sums over them. Neither is written with the commit: the sweep
 * brings them up to date by what streams hold that is newer than a mark, many cases at a time. A commit costs nothing
 * more, and counts lag by a minute.
 */
export function tallies(documents: Documents, stream: ReturnType<typeof streams>, kept: number) {
  const readHead = async () => (await documents.read<Head>(headAddress))?.document ?? firstHead;
  const added = sums(documents, readHead, kept);
  const { settled, writeHead, tallyOf, repair } = batches(documents, added);
  const seen = new Map<string, number>();

  /** Writes what `change` makes of the head, unless that is nothing. */
  async function changeHead(change: (head: Head) => Head | undefined): Promise<void> {
    for (;;) {
      const at = await settled();
      const head = change(at.document);
      if (!head || (await writeHead(at, head))) return;
    }
  }

  async function read(caseId: string): Promise<StoredTally | undefined> {
    const stored = (await tallyOf(caseId))?.document;
    if (stored?.format !== tallyFormat || stored.commit < 0) return undefined;
    const { commit, tally } = stored;
    return { caseId, commit, tally };
  }

  function note(caseId: string, commit: number): void {
    if (seen.size >= mostSeen) seen.clear();
    seen.set(caseId, Math.max(commit, seen.get(caseId) ?? -1));
  }

  /** At least so many of the commits written from an instant on, and so many more that the last is from a later one. */
  async function written(since: number, most: number) {
    for (let limit = most; ; limit *= 2) {
      const found = await Array.fromAsync(stream.writtenFrom(since, limit));
      const last = found.at(-1);
      if (found.length < limit || !last) return { found, last: undefined };
      if (last.writtenAt > since) return { found, last };
    }
  }

  return {
    /** As this process has known it since the last batch that it has seen. */
    read,
    async repair(wanted: readonly StoredTally[]): Promise<void> {
      await repair(wanted);
      for (const { caseId, commit } of wanted) note(caseId, commit);
    },
    counts: added.counts,

    async behind(most: number, mark?: string) {
      const head = (await settled()).document;
      const before = mark === undefined ? undefined : (JSON.parse(mark) as Mark);
      const upTo = head.format === tallyFormat ? (head.upTo ?? 0) : 0;
      const took = before?.took ?? head.left ?? [];
      const begun = systemClock.now();
      const { found, last } = await written(before?.upTo ?? upTo - overlap, most);
      // Commits of one millisecond come in the order of their ids, in which 10 is before 9.
      const newest = new Map<string, number>();
      for (const { caseId, number } of found) newest.set(caseId, Math.max(number, newest.get(caseId) ?? 0));
      const unsure = [...newest].filter(([caseId, number]) => (seen.get(caseId) ?? -1) < number);
      const commits = await severalAtOnce(readsAtOnce, unsure, async ([caseId]) => {
        const commit = (await read(caseId))?.commit ?? -1;
        note(caseId, commit);
        return commit;
      });
      const behind = unsure.filter(([, number], index) => (commits[index] ?? -1) < number);
      const caseIds = new Set([...(before ? [] : took), ...behind.map(([caseId]) => caseId)]);
      const next: Mark = { upTo: last?.writtenAt ?? begun, took };
      return { caseIds: [...caseIds], rows: false, more: last !== undefined, mark: JSON.stringify(next) };
    },
    async caughtUp(mark: string, failed: readonly string[]): Promise<void> {
      const { upTo, took } = JSON.parse(mark) as Mark;
      await changeHead((head) => {
        const left = [...new Set([...(head.left ?? []).filter((id) => !took.includes(id)), ...failed])];
        const known = head.format === tallyFormat ? (head.upTo ?? 0) : 0;
        if (left.length > mostLeft) return undefined;
        return { ...head, format: tallyFormat, upTo: Math.max(known, upTo), left };
      });
    },

    /** One that has begun and not ended goes on: what it has counted is right. */
    async beginRecount(): Promise<void> {
      const { present, next } = (await settled()).document;
      if (next !== undefined) return;
      // Whoever still read them when they were replaced, does not any more.
      await added.remove(present - 1);
      await changeHead((head) =>
        head.next === undefined && head.present === present ? { ...head, next: present + 1 } : undefined,
      );
    },
    async endRecount(): Promise<void> {
      await changeHead(({ next, ...head }) => (next === undefined ? undefined : { ...head, present: next }));
    },
  };
}
