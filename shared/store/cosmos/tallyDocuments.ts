import { createHash } from 'node:crypto';
import type { Tally } from '../../cases/index.ts';
import { splitCell } from '../counts.ts';
import type { Address } from './documents.ts';

export type Cells = Tally['cells'];

/** The form of tallies: one of another is made anew. */
export const tallyFormat = 2;

/** The tally of a case. It is written only while a pending batch names the case. */
export interface TallyDocument {
  readonly caseId: string;
  readonly format: number;
  /** The last commit it has seen. -1: its first writer has died, and only what it counts is known. */
  readonly commit: number;
  readonly tally: Tally;
  /** The batch that has written it. */
  readonly batch: number;
  /** The generations of sums that hold it. */
  readonly generations: readonly number[];
  /** What they hold of it, where that is other than the cells of the tally. */
  readonly counted?: Cells;
}

/** A batch whose sums and tallies may not all be written yet. */
export interface Pending {
  /** Those that it is counted in. */
  readonly generations: readonly number[];
  /** What each case adds, to each of these generations in their order. */
  readonly cases: Readonly<Record<string, readonly Cells[]>>;
}

/** What all that bring tallies up to date go by. */
export interface Head {
  /** The one that was begun last. It is done where nothing is pending. */
  readonly batch: number;
  readonly pending?: Pending;
  /** The generation of sums that is read, and the one that is being made anew. */
  readonly present: number;
  readonly next?: number;
  /** Every commit that was written before (real ms) has been looked at, for tallies of `format`. */
  readonly upTo?: number;
  readonly format?: number;
  /** Cases that could not be brought up to date then. */
  readonly left?: readonly string[];
}

export const firstHead: Head = { batch: 0, present: 1 };

/** Counts by group of cells and by what is last in their names. */
export type Groups = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** The sums of one generation over a month or a day; of its groups those that a hash puts there. */
export interface SumsDocument {
  readonly period: string;
  /** The last batch that has changed it. */
  readonly applied: number;
  readonly groups: Groups;
}

export type Level = 'month' | 'day';

/** A month or a day is kept in so many documents: it bounds what one holds, and how much one change writes anew. */
const parts = 4;

export const headAddress: Address = { container: 'tallies', partition: ' head', id: 'head' };

/** Beside those of earlier releases, which had the case's id and are not read any more. */
export function tallyAddress(caseId: string): Address {
  return { container: 'tallies', partition: caseId, id: 'tally' };
}

export function sumsPartition(generation: number, level: Level): string {
  return ` sums ${generation} ${level}`;
}

/** Comes before all that have a day where a cell has none. */
export function sumsId(period: string, part: number): string {
  return `${period === '' ? '-' : period}.${part}`;
}

/** What has to be added to one document of sums. */
export interface Addition {
  readonly generation: number;
  readonly level: Level;
  readonly id: string;
  readonly period: string;
  readonly groups: Groups;
}

/** What a batch adds to which documents of sums. */
export function additionsOf({ generations, cases }: Pending): readonly Addition[] {
  const additions = new Map<string, Omit<Addition, 'groups'> & { readonly cells: Cells[] }>();
  const partsOf = new Map<string, number>();
  const note = (generation: number, level: Level, period: string, cell: string, count: number): void => {
    const group = groupOf(cell);
    const part = partsOf.get(group) ?? partOf(group);
    partsOf.set(group, part);
    const id = sumsId(period, part);
    const key = `${generation} ${level} ${id}`;
    const addition = additions.get(key) ?? { generation, level, id, period, cells: [] };
    addition.cells.push({ [cell]: count });
    additions.set(key, addition);
  };
  for (const ofCase of Object.values(cases)) {
    for (const [index, generation] of generations.entries()) {
      for (const [name, count] of Object.entries(ofCase[index] ?? {})) {
        const { day, cell } = splitCell(name);
        note(generation, 'month', day.slice(0, 7), cell, count);
        note(generation, 'day', day, cell, count);
      }
    }
  }
  return [...additions.values()].flatMap(({ cells, ...addition }) => {
    const groups = grouped(sum(cells));
    return Object.keys(groups).length > 0 ? [{ ...addition, groups }] : [];
  });
}

const groupOf = (cell: string) => cell.slice(0, cell.lastIndexOf('/'));

function partOf(group: string): number {
  return createHash('sha256').update(group).digest().readUInt32BE() % parts;
}

function grouped(cells: Cells): Groups {
  const groups: Record<string, Record<string, number>> = {};
  for (const [cell, count] of Object.entries(cells)) {
    const group = groupOf(cell);
    (groups[group] ??= {})[cell.slice(group.length + 1)] = count;
  }
  return groups;
}

/** Without what comes to zero. */
export function sum(all: readonly Cells[]): Cells {
  const sums = new Map<string, number>();
  for (const cells of all) {
    for (const [name, count] of Object.entries(cells)) sums.set(name, (sums.get(name) ?? 0) + count);
  }
  return Object.fromEntries([...sums].filter(([, count]) => count !== 0));
}

export function difference(before: Cells, after: Cells): Cells {
  return sum([after, Object.fromEntries(Object.entries(before).map(([name, count]) => [name, -count]))]);
}

/** The document with what a batch adds to it; undefined where it has seen that batch. */
export function withAddition(
  stored: SumsDocument | undefined,
  { period, groups: more }: Addition,
  batch: number,
): SumsDocument | undefined {
  if (stored && stored.applied >= batch) return undefined;
  const before = stored?.groups ?? {};
  const changed = Object.entries(more).map(([group, counts]) => [group, sum([before[group] ?? {}, counts])]);
  const groups = { ...before, ...(Object.fromEntries(changed) as Groups) };
  const kept = Object.entries(groups).filter(([, counts]) => Object.keys(counts).length > 0);
  return { period, applied: batch, groups: Object.fromEntries(kept) };
}
