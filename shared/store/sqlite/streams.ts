import type { DatabaseSync } from 'node:sqlite';
import { commitFrom, jsonFrom, snapshotFrom, withFormat } from '../formats.ts';
import { lastSequence, storedStream, type Commit, type Snapshot, type StoredStream } from '../stream.ts';
import { text } from './columns.ts';

const pageSize = 500;

/** The streams: one row per commit, with snapshots beside them. The primary key is the guard against a second writer. */
export function streams(db: DatabaseSync) {
  const insert = db.prepare(
    `INSERT INTO commits (caseId, number, lastSequence, keyScope, body) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (caseId, number) DO NOTHING`,
  );
  const selectAfter = db.prepare('SELECT body FROM commits WHERE caseId = ? AND number > ? ORDER BY number');
  const selectFrom = db.prepare(
    'SELECT body FROM commits WHERE caseId = ? AND lastSequence >= ? ORDER BY lastSequence LIMIT ?',
  );
  const selectKeyed = db.prepare(
    'SELECT body FROM commits WHERE caseId = ? AND keyScope = ? ORDER BY number',
  );
  const selectSnapshot = db.prepare(
    `SELECT body FROM snapshots WHERE caseId = ? AND foldVersion = ? AND sequence <= ?
     ORDER BY "commit" DESC LIMIT 1`,
  );
  const insertSnapshot = db.prepare(
    `INSERT INTO snapshots (caseId, foldVersion, "commit", sequence, body) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (caseId, foldVersion, "commit") DO NOTHING`,
  );
  const ids = db.prepare(
    `SELECT caseId FROM commits WHERE number = 0 AND caseId > ? ORDER BY caseId LIMIT ${pageSize}`,
  );

  const toCommit = (caseId: string) => (row: Readonly<Record<string, unknown>>) =>
    commitFrom(caseId, jsonFrom(text(row, 'body')));

  function snapshotBefore(caseId: string, sequence: number, foldVersion: number): Snapshot | undefined {
    const row = selectSnapshot.get(caseId, foldVersion, sequence);
    return row && snapshotFrom(jsonFrom(text(row, 'body')));
  }

  return {
    snapshotBefore,
    load(caseId: string, foldVersion: number): StoredStream {
      const snapshot = snapshotBefore(caseId, Number.MAX_SAFE_INTEGER, foldVersion);
      const commits = selectAfter.all(caseId, snapshot?.commit ?? -1).map(toCommit(caseId));
      return storedStream(caseId, snapshot, commits);
    },
    readFrom(caseId: string, sequence: number, most: number): readonly Commit[] {
      return selectFrom.all(caseId, sequence, most).map(toCommit(caseId));
    },
    findKeyed(caseId: string, scope: string): Commit | undefined {
      return selectKeyed.all(caseId, scope).map(toCommit(caseId))[0];
    },
    /** False when the commit number is taken. */
    create(commit: Commit): boolean {
      const { caseId, number, idempotency } = commit;
      const body = JSON.stringify(withFormat('commit', commit));
      return insert.run(caseId, number, lastSequence(commit), idempotency?.scope ?? null, body).changes === 1;
    },
    keepSnapshot(snapshot: Snapshot): void {
      const { caseId, foldVersion, commit, sequence } = snapshot;
      insertSnapshot.run(
        caseId,
        foldVersion,
        commit,
        sequence,
        JSON.stringify(withFormat('snapshot', snapshot)),
      );
    },
    caseIdsAfter(caseId: string): readonly string[] {
      return ids.all(caseId).map((row) => text(row, 'caseId'));
    },
  };
}
