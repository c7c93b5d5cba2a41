import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { Case, Severity } from '../../cases/index.ts';
import { decodePosition, encodePosition } from '../continuation.ts';
import type { CaseQuery, CaseRow, Page } from '../types.ts';
import { integer, integerOrNull, text } from './columns.ts';

/** The list projection: one row per case, never replaced by what an earlier commit left. */
export function caseList(db: DatabaseSync) {
  const upsert = db.prepare(`
    INSERT INTO cases (caseId, tenantId, "commit", status, severity, submittedAt, dueAt, breached, state)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (caseId) DO UPDATE SET
      tenantId = excluded.tenantId, "commit" = excluded."commit", status = excluded.status,
      severity = excluded.severity, submittedAt = excluded.submittedAt, dueAt = excluded.dueAt,
      breached = excluded.breached, state = excluded.state
    WHERE excluded."commit" >= cases."commit"`);
  const prepared = new Map<string, StatementSync>();

  /** Statements are kept by their text: there are as many as combinations of filters in use. */
  function prepare(sql: string): StatementSync {
    const known = prepared.get(sql);
    if (known) return known;
    const statement = db.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  }

  return {
    put(row: CaseRow): void {
      upsert.run(
        row.caseId,
        row.tenantId,
        row.commit,
        row.status,
        row.severity,
        row.submittedAt,
        row.dueAt,
        Number(row.breached),
        JSON.stringify(row.state),
      );
    },
    list(query: CaseQuery): Page<CaseRow> {
      const { where, values } = conditions(query);
      const sql = `SELECT * FROM cases ${where} ORDER BY submittedAt DESC, caseId LIMIT ?`;
      const rows = prepare(sql)
        .all(...values, query.top + 1)
        .map(toCaseRow);
      const value = rows.slice(0, query.top);
      const last = value.at(-1);
      return rows.length > value.length && last ? { value, continuation: encodePosition(last) } : { value };
    },
  };
}

function conditions(query: CaseQuery): { readonly where: string; readonly values: readonly SQLInputValue[] } {
  const terms: string[] = [];
  const values: SQLInputValue[] = [];
  const add = (term: string, ...operands: readonly SQLInputValue[]): void => {
    terms.push(term);
    values.push(...operands);
  };
  const { tenantIds, status, severity, dueBefore, breached, now, continuation } = query;
  if (tenantIds?.length === 1) add('tenantId = ?', ...tenantIds);
  else if (tenantIds) add('tenantId IN (SELECT value FROM json_each(?))', JSON.stringify(tenantIds));
  if (status) add('status = ?', status);
  if (severity) add('severity = ?', severity);
  if (dueBefore !== undefined) add('dueAt < ?', dueBefore);
  if (breached === true) add('(breached = 1 OR dueAt <= ?)', now);
  if (breached === false) add('breached = 0 AND (dueAt IS NULL OR dueAt > ?)', now);
  if (continuation !== undefined) {
    const { submittedAt, caseId } = decodePosition(continuation);
    add('submittedAt <= ? AND (submittedAt < ? OR caseId > ?)', submittedAt, submittedAt, caseId);
  }
  return { where: terms.length ? `WHERE ${terms.join(' AND ')}` : '', values };
}

function toCaseRow(row: Readonly<Record<string, unknown>>): CaseRow {
  const state = JSON.parse(text(row, 'state')) as Case;
  return {
    caseId: text(row, 'caseId'),
    tenantId: text(row, 'tenantId'),
    commit: integer(row, 'commit'),
    status: text(row, 'status') as CaseRow['status'],
    severity: text(row, 'severity') as Severity,
    submittedAt: integer(row, 'submittedAt'),
    dueAt: integerOrNull(row, 'dueAt'),
    breached: integer(row, 'breached') === 1,
    state,
  };
}
