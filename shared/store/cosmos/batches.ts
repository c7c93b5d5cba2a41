import { isDeepStrictEqual } from 'node:util';
import type { Tally } from '../../cases/index.ts';
import { severalAtOnce } from '../../severalAtOnce.ts';
import { StoreUnavailable } from '../errors.ts';
import type { StoredTally } from '../types.ts';
import type { Documents, Versioned } from './documents.ts';
import { OutcomeUnknown } from './errors.ts';
import type { sums } from './sums.ts';
import {
  difference,
  firstHead,
  headAddress,
  sum,
  tallyAddress,
  tallyFormat,
  type Cells,
  type Head,
  type Pending,
  type TallyDocument,
} from './tallyDocuments.ts';
import { update } from './update.ts';

/** A batch has so many cases at most, and its head some 200 KB. */
const mostCases = 100;
const mostLength = 200_000;

/** So many tallies are read or written at a time. */
const tallyRequests = 8;

/** How often a batch is tried against others before the caller is asked for patience. */
const maxTries = 50;

const none: Tally = { sequence: 0, cells: {}, live: {} };

interface Settled {
  readonly document: Head;
  /** What is written over. */
  readonly known: Versioned<Head> | 'missing';
}

/**
 * Tallies and their sums, changed in batches that come one after the other. A batch is begun by writing into the head
 * what it adds; then sums and tallies are written in any order, each of which remembers the batch and so takes it
 * once; then the head says that it is done. Whoever finds one that is not, does it first. So a crash anywhere, or
 * several that do the same, change nothing in what comes of it.
 */
export function batches(documents: Documents, added: ReturnType<typeof sums>) {
  /** Tallies as they are while this batch is the last and done. */
  let read: { readonly batch: number; readonly tallies: Map<string, Versioned<TallyDocument> | 'missing'> } =
    {
      batch: -1,
      tallies: new Map(),
    };

  /** Undefined where somebody else has written it, or it is not known whether this did. */
  async function writeHead({ known }: Settled, head: Head): Promise<Settled | undefined> {
    const document = { ...head, caseId: headAddress.partition };
    try {
      const etag =
        known === 'missing'
          ? await documents.create(headAddress, document)
          : await documents.replace(headAddress, document, known.etag);
      return etag === undefined ? undefined : { document, known: { document, etag } };
    } catch (error) {
      if (error instanceof OutcomeUnknown) return undefined;
      throw error;
    }
  }

  /** The head with nothing pending. */
  async function settled(): Promise<Settled> {
    for (let tries = 0; tries < maxTries; tries += 1) {
      const known = await documents.read<Head>(headAddress);
      const at: Settled = { document: known?.document ?? firstHead, known: known ?? 'missing' };
      const { pending, ...head } = at.document;
      if (pending) await finish(head.batch, pending);
      const done = pending ? await writeHead(at, head) : at;
      if (!done) continue;
      if (read.batch !== head.batch) read = { batch: head.batch, tallies: new Map() };
      return done;
    }
    throw tooMany();
  }

  /** Writes what is pending, as far as it is not. Answers the tallies as they are then. */
  async function finish(batch: number, pending: Pending, own?: ReadonlyMap<string, StoredTally>) {
    await added.add(batch, pending);
    const written = await severalAtOnce(tallyRequests, Object.entries(pending.cases), ([caseId, adds]) => {
      const change = (stored: TallyDocument | undefined) =>
        stored && stored.batch >= batch
          ? undefined
          : withBatch(stored, caseId, batch, pending.generations, adds, own?.get(caseId));
      return update<TallyDocument>(documents, tallyAddress(caseId), change, own && read.tallies.get(caseId));
    });
    return new Map(written.flatMap((one) => (one ? [[one.document.caseId, one] as const] : [])));
  }

  async function tallyOf(caseId: string): Promise<Versioned<TallyDocument> | undefined> {
    const { tallies } = read;
    const known =
      tallies.get(caseId) ?? (await documents.read<TallyDocument>(tallyAddress(caseId))) ?? 'missing';
    tallies.set(caseId, known);
    return known === 'missing' ? undefined : known;
  }

  /** Tries to begin and finish a batch; answers what is to be tried again. */
  async function tried(wanted: readonly StoredTally[]): Promise<readonly StoredTally[]> {
    const at = await settled();
    const { present, next, batch } = at.document;
    const generations = next === undefined ? [present] : [present, next];
    const found = await severalAtOnce(tallyRequests, wanted, async (one) => ({
      one,
      stored: (await tallyOf(one.caseId))?.document,
    }));
    const left = found.filter(({ one, stored }) => !isThere(stored, one, generations));
    const taken: StoredTally[] = [];
    const cases: Record<string, readonly Cells[]> = {};
    let length = 0;
    for (const { one, stored } of left) {
      const adds = generations.map((generation) =>
        difference(countedIn(stored, generation), one.tally.cells),
      );
      length += JSON.stringify(adds).length + one.caseId.length;
      if (taken.length > 0 && length > mostLength) break;
      cases[one.caseId] = adds;
      taken.push(one);
    }
    if (taken.length === 0) return [];
    const wantedNow = left.map(({ one }) => one);
    const pending: Pending = { generations, cases };
    const begun = await writeHead(at, { ...at.document, batch: batch + 1, pending });
    if (!begun) return wantedNow;
    const tallies = await finish(batch + 1, pending, new Map(taken.map((one) => [one.caseId, one])));
    const isDone = await writeHead(begun, { ...at.document, batch: batch + 1 });
    if (isDone) read = { batch: batch + 1, tallies: new Map(tallies) };
    // Somebody else may have written some of them, who knew no more of them than what they add.
    return wantedNow.filter((one) => !isThere(tallies.get(one.caseId)?.document, one, generations));
  }

  return {
    settled,
    writeHead,
    tallyOf,
    /** Sets them and what they add to the sums, unless a stored one has seen a later commit. */
    async repair(wanted: readonly StoredTally[]): Promise<void> {
      for (let from = 0; from < wanted.length; from += mostCases) {
        let left = wanted.slice(from, from + mostCases);
        for (let tries = 0; left.length > 0; tries += 1) {
          if (tries === maxTries) throw tooMany();
          left = [...(await tried(left))];
        }
      }
    },
  };
}

function tooMany(): StoreUnavailable {
  return new StoreUnavailable('too many bring tallies up to date');
}

/** Whether a tally need not be written. */
function isThere(
  stored: TallyDocument | undefined,
  one: StoredTally,
  generations: readonly number[],
): boolean {
  if (!stored || stored.format !== tallyFormat) return false;
  if (stored.commit > one.commit) return true;
  const isCounted = !stored.counted && generations.every((each) => stored.generations.includes(each));
  return isCounted && stored.commit === one.commit && isDeepStrictEqual(stored.tally, one.tally);
}

function countedIn(stored: TallyDocument | undefined, generation: number): Cells {
  return stored?.generations.includes(generation) ? (stored.counted ?? stored.tally.cells) : {};
}

/** A tally once it has seen a batch, by whoever has begun it (`own`) or who knows no more than what it adds. */
function withBatch(
  stored: TallyDocument | undefined,
  caseId: string,
  batch: number,
  generations: readonly number[],
  adds: readonly Cells[],
  own: StoredTally | undefined,
): TallyDocument {
  const written = { caseId, batch, generations };
  if (own) return { ...written, format: tallyFormat, commit: own.commit, tally: own.tally };
  const [generation = 0] = generations;
  const counted = sum([countedIn(stored, generation), adds[0] ?? {}]);
  const { format = tallyFormat, commit = -1, tally = none } = stored ?? {};
  return { ...written, format, commit, tally, counted };
}
