import type { DatabaseSync } from 'node:sqlite';
import { searchTextOf } from '../queues.ts';
import type { CaseRow } from '../types.ts';
import { integer } from './columns.ts';

/** What cases are found by, indexed by each three characters. */
export function searched(db: DatabaseSync) {
  const select = db.prepare('SELECT id, text FROM searched WHERE caseId = ?');
  const upsert = db.prepare(`
    INSERT INTO searched (caseId, text) VALUES (?, ?)
    ON CONFLICT (caseId) DO UPDATE SET text = excluded.text RETURNING id`);
  const remove = db.prepare('DELETE FROM caseText WHERE rowid = ?');
  const insert = db.prepare('INSERT INTO caseText (rowid, text) VALUES (?, ?)');

  return {
    put(row: CaseRow): void {
      const text = searchTextOf(row);
      const known = select.get(row.caseId);
      if (known?.['text'] === text) return;
      const id = integer(upsert.get(row.caseId, text) ?? {}, 'id');
      if (known) remove.run(id);
      insert.run(id, text);
    },
  };
}

/** The condition that finds a text, and its operand: a phrase of FTS5. */
export function textCondition(text: string): readonly [condition: string, operand: string] {
  return [
    'caseId IN (SELECT caseId FROM searched WHERE id IN (SELECT rowid FROM caseText WHERE caseText MATCH ?))',
    `"${text.toLowerCase().replaceAll('"', '""')}"`,
  ];
}
