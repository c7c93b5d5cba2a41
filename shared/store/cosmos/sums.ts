import { systemClock } from '../../clock.ts';
import { lengthOf, spansOf, type Span } from '../counts.ts';
import type { Count, CountQuery } from '../types.ts';
import type { Address, Documents, Versioned } from './documents.ts';
import {
  additionsOf,
  sumsId,
  sumsPartition,
  withAddition,
  type Addition,
  type Head,
  type Level,
  type Pending,
  type SumsDocument,
} from './tallyDocuments.ts';
import { update } from './update.ts';

type Stored = SumsDocument & { readonly id: string };

/** What is known of the sums of a level, from a period on. */
interface Known {
  readonly generation: number;
  readonly from: string;
  /** The last batch that all of it has seen. */
  readonly batch: number;
  readonly documents: ReadonlyMap<string, SumsDocument>;
}

const levels: Readonly<Record<Span['level'], Level>> = { 1: 'month', 2: 'day' };

/**
 * The sums over the tallies of all cases, by month and by day. Whoever reads them keeps them, and then reads what has
 * changed since. `kept`: how long (real ms) nobody asks whether anything has.
 */
export function sums(documents: Documents, readHead: () => Promise<Head>, kept: number) {
  const addressOf = ({ generation, level, id }: Addition): Address => ({
    container: 'tallies',
    partition: sumsPartition(generation, level),
    id,
  });
  /** As they were written last: those of today are written again and again. */
  let written = new Map<string, Versioned<SumsDocument>>();
  const known: Partial<Record<Level, Known>> = {};
  let asked: { readonly at: number; readonly head: Promise<Head> } | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  function headNow(): Promise<Head> {
    const now = systemClock.now();
    if (asked && now - asked.at < kept) return asked.head;
    const head = readHead();
    asked = { at: now, head };
    head.catch(() => (asked = undefined));
    return head;
  }

  async function refreshed(level: Level, from: string, head: Head): Promise<Known> {
    const generation = head.present;
    const before = known[level];
    const has = before?.generation === generation && before.from <= from ? before : undefined;
    const batch = head.pending ? head.batch - 1 : head.batch;
    if (has && has.batch >= batch && !head.pending) return has;
    const found = documents.query<Stored>({
      container: 'tallies',
      partition: sumsPartition(generation, level),
      text: 'SELECT * FROM c WHERE c.caseId = @caseId AND c.id >= @from AND c.applied > @applied',
      parameters: {
        caseId: sumsPartition(generation, level),
        from: from === '' ? '' : sumsId(from, 0),
        applied: has?.batch ?? -1,
      },
    });
    const all = new Map(has?.documents);
    for await (const document of found) all.set(document.id, document);
    const now = { generation, from, batch: Math.max(batch, has?.batch ?? -1), documents: all };
    known[level] = now;
    return now;
  }

  /** With what a batch adds whose writer may have died. */
  async function documentsOf(level: Level, from: string, head: Head): Promise<Iterable<SumsDocument>> {
    const reading = turn.then(() => refreshed(level, from, head));
    turn = reading.catch(() => undefined);
    const { documents: read } = await reading;
    if (!head.pending) return read.values();
    const all = new Map(read);
    for (const addition of additionsOf(head.pending)) {
      if (addition.generation !== head.present || addition.level !== level) continue;
      const seen = withAddition(all.get(addition.id), addition, head.batch);
      if (seen) all.set(addition.id, seen);
    }
    return all.values();
  }

  /** Of one moment, unless batches come so fast that it has to be given up. */
  async function read(
    spans: readonly Span[],
  ): Promise<readonly (readonly [Span, readonly SumsDocument[]])[]> {
    for (let tries = 1; ; tries += 1) {
      const head = await headNow();
      const found: (readonly [Span, readonly SumsDocument[]])[] = [];
      for (const span of spans) {
        found.push([span, [...(await documentsOf(levels[span.level], span.from, head))]]);
      }
      const isLater = ({ applied }: SumsDocument) => applied > head.batch;
      if (tries === 5 || !found.some(([, all]) => all.some(isLater))) return found;
      asked = undefined;
    }
  }

  return {
    async counts(query: CountQuery): Promise<Count[]> {
      const counts = new Map<string, Count>();
      for (const [{ from, to }, all] of await read(spansOf(query))) {
        for (const { period: whole, groups } of all) {
          if (whole < from || whole > to || (whole === '' && query.to !== undefined)) continue;
          const period = whole.slice(0, lengthOf(query.by));
          for (const [group, byLast] of Object.entries(groups)) {
            if (!group.startsWith(query.of)) continue;
            for (const [last, more] of Object.entries(byLast)) {
              const cell = `${group}/${last}`;
              const key = `${period} ${cell}`;
              counts.set(key, { period, cell, count: (counts.get(key)?.count ?? 0) + more });
            }
          }
        }
      }
      return [...counts.values()].filter(({ count }) => count !== 0);
    },

    /** Adds what a batch adds, unless that is done. */
    async add(batch: number, pending: Pending): Promise<void> {
      const now = new Map<string, Versioned<SumsDocument>>();
      await Promise.all(
        additionsOf(pending).map(async (addition) => {
          const address = addressOf(addition);
          const key = `${address.partition} ${address.id}`;
          const change = (stored: SumsDocument | undefined) => {
            const changed = withAddition(stored, addition, batch);
            return changed && { caseId: address.partition, ...changed };
          };
          const stored = await update<SumsDocument>(documents, address, change, written.get(key));
          if (stored) now.set(key, stored);
        }),
      );
      written = now;
    },

    /** Removes those of a generation that is not read any more. */
    async remove(generation: number): Promise<void> {
      for (const level of ['month', 'day'] as const) {
        const partition = sumsPartition(generation, level);
        const found = documents.query<Stored>({
          container: 'tallies',
          partition,
          text: 'SELECT c.id FROM c WHERE c.caseId = @caseId',
          parameters: { caseId: partition },
        });
        for await (const { id } of found) {
          const address: Address = { container: 'tallies', partition, id };
          const stored = await documents.read(address);
          if (stored) await documents.remove(address, stored.etag);
        }
      }
    },
  };
}
