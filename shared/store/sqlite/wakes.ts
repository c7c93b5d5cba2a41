import type { DatabaseSync } from 'node:sqlite';
import { decodeCaseId, encodeCaseId } from '../continuation.ts';
import { pageOf } from '../pageOf.ts';
import type { Page } from '../types.ts';
import type { Attempt, WaitingMail, Wake, WakeFilter } from '../wakes.ts';
import { integer, integerOrNull, text } from './columns.ts';

/** When each case has to be woken. A commit forgets the failures of the sweep before it; a repair does not. */
export function wakes(db: DatabaseSync) {
  const upsert = db.prepare(`
    INSERT INTO wakes (caseId, "commit", wakeAt, epoch, mailCount, mailSince) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (caseId) DO UPDATE SET
      wakeAt = excluded.wakeAt,
      epoch = excluded.epoch,
      mailCount = excluded.mailCount,
      mailSince = excluded.mailSince,
      failures = iif(excluded."commit" > wakes."commit", 0, failures),
      retryAt = iif(excluded."commit" > wakes."commit", NULL, retryAt),
      lastError = iif(excluded."commit" > wakes."commit", NULL, lastError),
      "commit" = excluded."commit"
    WHERE excluded."commit" >= wakes."commit"`);
  const select = db.prepare('SELECT * FROM wakes WHERE caseId = ?');
  const selectOverdue = db.prepare(`
    SELECT * FROM wakes WHERE wakeAt <= ? AND (retryAt IS NULL OR retryAt <= ?)
    ORDER BY lastAttemptAt NULLS FIRST, wakeAt, caseId LIMIT ?`);
  const pageWhere = (condition: string) =>
    db.prepare(
      `SELECT * FROM wakes WHERE wakeAt IS NOT NULL AND caseId > ?${condition} ORDER BY caseId LIMIT ?`,
    );
  const selectPage = pageWhere('');
  const selectSome = pageWhere(' AND (? IS NULL OR (wakeAt < ?) = ?) AND (? IS NULL OR (failures > 0) = ?)');
  const selectBacklog = db.prepare(
    'SELECT count(*) AS count, min(wakeAt) AS oldest FROM wakes WHERE wakeAt <= ?',
  );
  const selectMail = db.prepare(
    'SELECT total(mailCount) AS count, min(mailSince) AS oldest FROM wakes WHERE mailSince <= ?',
  );
  const updateAttempt = db.prepare(
    'UPDATE wakes SET lastAttemptAt = ?, failures = ?, retryAt = ?, lastError = ?, seen = ? WHERE caseId = ?',
  );
  const remove = db.prepare(
    'DELETE FROM wakes WHERE caseId = ? AND NOT EXISTS (SELECT 1 FROM commits WHERE commits.caseId = wakes.caseId)',
  );

  return {
    put(
      caseId: string,
      commit: number,
      wakeAt: number | null,
      epoch: number | null,
      mail?: WaitingMail,
    ): void {
      upsert.run(caseId, commit, wakeAt, epoch, mail?.count ?? 0, mail?.since ?? null);
    },
    get(caseId: string): Wake | undefined {
      const row = select.get(caseId);
      return row && toWake(row);
    },
    overdue(before: number, now: number, limit: number): readonly Wake[] {
      return selectOverdue.all(before, now, limit).map(toWake);
    },
    list(top: number, continuation?: string, { late, failing }: WakeFilter = {}): Page<Wake> {
      const after = continuation === undefined ? '' : decodeCaseId(continuation);
      const isLate = late ? Number(late.is) : null;
      const isFailing = failing === undefined ? null : Number(failing);
      const found =
        isLate === null && isFailing === null
          ? selectPage.all(after, top + 1)
          : selectSome.all(after, isLate, late?.now ?? 0, isLate, isFailing, isFailing, top + 1);
      const rows = found.map(toWake);
      return pageOf(rows, top, ({ caseId }) => encodeCaseId(caseId));
    },
    noteAttempt(caseId: string, { at, failures, retryAt, error, seen }: Attempt): void {
      updateAttempt.run(at, failures, retryAt, error ?? null, seen ?? null, caseId);
    },
    backlog(before: number): { readonly count: number; readonly oldest: number | null } {
      const row = selectBacklog.get(before) ?? {};
      return { count: integer(row, 'count'), oldest: integerOrNull(row, 'oldest') };
    },
    mailBacklog(before: number): { readonly count: number; readonly oldest: number | null } {
      const row = selectMail.get(before) ?? {};
      return { count: integer(row, 'count'), oldest: integerOrNull(row, 'oldest') };
    },
    deleteWithoutStream(caseId: string): void {
      remove.run(caseId);
    },
  };
}

function toWake(row: Readonly<Record<string, unknown>>): Wake {
  return {
    caseId: text(row, 'caseId'),
    wakeAt: integerOrNull(row, 'wakeAt'),
    commit: integer(row, 'commit'),
    epoch: integerOrNull(row, 'epoch'),
    failures: integer(row, 'failures'),
    lastAttemptAt: integerOrNull(row, 'lastAttemptAt'),
    retryAt: integerOrNull(row, 'retryAt'),
    ...(row['lastError'] === null ? {} : { lastError: text(row, 'lastError') }),
    ...(row['mailSince'] === null
      ? {}
      : { mail: { count: integer(row, 'mailCount'), since: integer(row, 'mailSince') } }),
    ...(row['seen'] === null ? {} : { seen: text(row, 'seen') }),
  };
}
