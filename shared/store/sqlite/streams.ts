import type { DatabaseSync } from 'node:sqlite';
import { contiguous } from '../stream.ts';
import type { Commit } from '../types.ts';
import { text } from './columns.ts';

const pageSize = 500;

/** The streams: one row per commit. The primary key is the guard against a second writer. */
export function streams(db: DatabaseSync) {
  const insert = db.prepare(
    'INSERT INTO commits (caseId, number, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const select = db.prepare('SELECT body FROM commits WHERE caseId = ? ORDER BY number');
  const ids = db.prepare(
    `SELECT caseId FROM commits WHERE number = 0 AND caseId > ? ORDER BY caseId LIMIT ${pageSize}`,
  );

  return {
    load(caseId: string): readonly Commit[] {
      return contiguous(
        caseId,
        select.all(caseId).map((row) => JSON.parse(text(row, 'body')) as Commit),
      );
    },
    /** False when the commit number is taken. */
    create(commit: Commit): boolean {
      return insert.run(commit.caseId, commit.number, JSON.stringify(commit)).changes === 1;
    },
    caseIdsAfter(caseId: string): readonly string[] {
      return ids.all(caseId).map((row) => text(row, 'caseId'));
    },
  };
}
