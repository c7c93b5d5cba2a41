import type { DatabaseSync } from 'node:sqlite';
import type { Tally } from '../../cases/index.ts';
import { lengthOf, spansOf, splitCell } from '../counts.ts';
import { jsonFrom } from '../formats.ts';
import type { Count, CountQuery, StoredTally } from '../types.ts';
import { integer, integerOrNull, text } from './columns.ts';

/** The form of tallies: one of another is made anew. */
const format = 1;

interface Kept extends StoredTally {
  readonly generation: number;
}

/**
 * The tally of each case, and the sums over all of them: in all (level 0), by month (1), by day (2). A sum changes in
 * the transaction that changes a tally, by the difference. While sums are made anew, those of the next generation
 * get all of a tally at first and its differences from then on.
 */
export function tallies(db: DatabaseSync) {
  const select = db.prepare('SELECT * FROM tallies WHERE caseId = ?');
  const upsert = db.prepare(`
    INSERT INTO tallies (caseId, "commit", generation, body) VALUES (?, ?, ?, ?)
    ON CONFLICT (caseId) DO UPDATE SET
      "commit" = excluded."commit", generation = excluded.generation, body = excluded.body`);
  const add = db.prepare(`
    INSERT INTO counts (generation, "of", level, period, cell, "count") VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET "count" = "count" + excluded."count"`);
  const isPresent = db.prepare('SELECT present, next FROM recounts');
  const setRecount = db.prepare('UPDATE recounts SET present = ?, next = ?');
  const clear = db.prepare('DELETE FROM counts WHERE generation <> ?');
  const selectAll = db.prepare(
    'SELECT \'\' AS period, cell, "count" FROM counts WHERE generation = ? AND "of" = ? AND level = 0',
  );
  const selectSpan = db.prepare(`
    SELECT substr(period, 1, ?) AS period, cell, sum("count") AS "count" FROM counts
    WHERE generation = ? AND "of" = ? AND level = ? AND period >= ? AND period <= ?
    GROUP BY 1, 2`);
  const selectBehind = db.prepare('SELECT caseId FROM behind LIMIT ?');
  const removeBehind = db.prepare('DELETE FROM behind WHERE caseId = ?');

  const generations = () => {
    const row = isPresent.get() ?? {};
    return { present: integer(row, 'present'), next: integerOrNull(row, 'next') };
  };

  function get(caseId: string): Kept | undefined {
    const row = select.get(caseId);
    const body = row && jsonFrom(text(row, 'body'));
    if (!row || typeof body !== 'object' || body === null || !('format' in body)) return undefined;
    const { format: of, ...tally } = body as Tally & { readonly format: number };
    if (of !== format) return undefined;
    return { caseId, commit: integer(row, 'commit'), generation: integer(row, 'generation'), tally };
  }

  function count(generation: number, cells: Tally['cells']): void {
    for (const [name, many] of Object.entries(cells)) {
      const { day, of, cell } = splitCell(name);
      add.run(generation, of, 0, '', cell, many);
      add.run(generation, of, 1, day.slice(0, 7), cell, many);
      add.run(generation, of, 2, day, cell, many);
    }
  }

  function put({ caseId, commit, tally }: StoredTally, before: Kept | undefined): void {
    const { present, next } = generations();
    const cells = difference(before?.tally.cells ?? {}, tally.cells);
    count(present, cells);
    if (next !== null) count(next, before?.generation === next ? cells : tally.cells);
    upsert.run(caseId, commit, next ?? present, JSON.stringify({ format, ...tally }));
  }

  return {
    get(caseId: string): StoredTally | undefined {
      const kept = get(caseId);
      return kept && { caseId, commit: kept.commit, tally: kept.tally };
    },
    /** Where the tally has not seen the commit before, it is behind, and stays so for whoever repairs it. */
    advance(caseId: string, commit: number, to: (before: Tally | undefined) => Tally): void {
      const before = commit === 0 ? undefined : get(caseId);
      if ((before?.commit ?? -1) !== commit - 1) return;
      put({ caseId, commit, tally: to(before?.tally) }, before);
    },
    repair(stored: StoredTally): void {
      const before = get(stored.caseId);
      if (before && before.commit > stored.commit) return;
      put(stored, before);
      removeBehind.run(stored.caseId);
    },
    counts(query: CountQuery): Count[] {
      const { present } = generations();
      const isAll = query.from === undefined && query.to === undefined && query.by === undefined;
      const rows = isAll
        ? selectAll.all(present, query.of)
        : spansOf(query).flatMap(({ level, from, to }) =>
            selectSpan.all(
              lengthOf(query.by),
              present,
              query.of,
              level,
              from === '' ? lowest(query) : from,
              to,
            ),
          );
      return together(rows);
    },
    behind(most: number): readonly string[] {
      return selectBehind.all(most).map((row) => text(row, 'caseId'));
    },
    begin(): void {
      const { present, next } = generations();
      clear.run(present);
      setRecount.run(present, Math.max(present, next ?? 0) + 1);
    },
    end(): void {
      const { next } = generations();
      if (next === null) return;
      setRecount.run(next, null);
      clear.run(next);
    },
  };
}

/** What has no day is before every day; it belongs to no stretch that has an end. */
function lowest({ to }: CountQuery): string {
  return to === undefined ? '' : '0';
}

function difference(before: Tally['cells'], after: Tally['cells']): Record<string, number> {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...names].map((name) => [name, (after[name] ?? 0) - (before[name] ?? 0)] as const);
  return Object.fromEntries(changed.filter(([, by]) => by !== 0));
}

/** Months and days of one period come as rows of their own. */
function together(rows: readonly Readonly<Record<string, unknown>>[]): Count[] {
  const sums = new Map<string, Count>();
  for (const row of rows) {
    const [period, cell, count] = [text(row, 'period'), text(row, 'cell'), integer(row, 'count')];
    const key = `${period} ${cell}`;
    sums.set(key, { period, cell, count: (sums.get(key)?.count ?? 0) + count });
  }
  return [...sums.values()].filter(({ count }) => count !== 0);
}
