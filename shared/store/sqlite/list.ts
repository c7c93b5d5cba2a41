import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { afterPrefix, decodePosition, encodePosition } from '../continuation.ts';
import { withFormat } from '../formats.ts';
import { pageOf } from '../pageOf.ts';
import type { CaseQuery, CaseRow, Page } from '../types.ts';
import { integer, text } from './columns.ts';
import { readable } from './rows.ts';
import { searched } from './searched.ts';

/** The list projection: one row per case, never replaced by what an earlier commit left. */
export function caseList(db: DatabaseSync) {
  const upsert = db.prepare(`
    INSERT INTO cases (caseId, tenantId, "commit", status, severity, submittedAt, dueAt, breached, policyVersion,
      body, plan, country, ownerId, owedAt, riskAt, nextDueAt, waitsForCustomer, waitsForApproval, mailFailed, atRest,
      changed)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
      (SELECT coalesce(max(changed), 0) + 1 FROM cases))
    ON CONFLICT (caseId) DO UPDATE SET
      tenantId = excluded.tenantId, "commit" = excluded."commit", status = excluded.status,
      severity = excluded.severity, submittedAt = excluded.submittedAt, dueAt = excluded.dueAt,
      breached = excluded.breached, policyVersion = excluded.policyVersion,
      plan = excluded.plan, country = excluded.country, ownerId = excluded.ownerId, owedAt = excluded.owedAt,
      riskAt = excluded.riskAt, nextDueAt = excluded.nextDueAt, waitsForCustomer = excluded.waitsForCustomer,
      waitsForApproval = excluded.waitsForApproval, mailFailed = excluded.mailFailed, atRest = excluded.atRest,
      changed = iif(excluded.body = body, changed, excluded.changed), body = excluded.body
    WHERE excluded."commit" >= cases."commit"`);
  const clearAwaiting = db.prepare('DELETE FROM awaiting WHERE caseId = ?');
  const addAwaiting = db.prepare(
    'INSERT INTO awaiting (incident, caseId) VALUES (?, ?) ON CONFLICT DO NOTHING',
  );
  const found = searched(db);
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
      const { changes } = upsert.run(
        row.caseId,
        row.tenantId,
        row.commit,
        row.status,
        row.severity,
        row.submittedAt,
        row.dueAt,
        Number(row.breached),
        row.policyVersion,
        JSON.stringify(withFormat('row', row)),
        ...queueColumns(row),
      );
      if (changes === 0) return;
      found.put(row);
      clearAwaiting.run(row.caseId);
      for (const incident of row.awaits) addAwaiting.run(incident, row.caseId);
    },
    count(query: Omit<CaseQuery, 'top' | 'continuation'>): number {
      const { where, values } = conditions(query);
      return integer(prepare(`SELECT count(*) AS count FROM cases ${where}`).get(...values) ?? {}, 'count');
    },
    list(query: CaseQuery): Page<CaseRow> {
      const { where, values } = conditions(query);
      const sql = `SELECT * FROM cases ${where} ORDER BY submittedAt DESC, caseId LIMIT ?`;
      const rows = prepare(sql).all(...values, query.top + 1);
      return readable(pageOf(rows, query.top, (last) => encodePosition(positionOf(last))));
    },
  };
}

function conditions(query: Omit<CaseQuery, 'top'>): {
  readonly where: string;
  readonly values: readonly SQLInputValue[];
} {
  const terms: string[] = [];
  const values: SQLInputValue[] = [];
  const add = (term: string, ...operands: readonly SQLInputValue[]): void => {
    terms.push(term);
    values.push(...operands);
  };
  const {
    tenantIds,
    status,
    severity,
    dueBefore,
    breached,
    notUnder,
    awaits,
    externalId,
    idPrefix,
    now,
    continuation,
  } = query;
  if (tenantIds?.length === 1) add('tenantId = ?', ...tenantIds);
  else if (tenantIds) add('tenantId IN (SELECT value FROM json_each(?))', JSON.stringify(tenantIds));
  if (status) add('status = ?', status);
  if (severity) add('severity = ?', severity);
  if (dueBefore !== undefined) add('dueAt < ?', dueBefore);
  if (breached === true) add('(breached = 1 OR dueAt <= ?)', now);
  if (breached === false) add('breached = 0 AND (dueAt IS NULL OR dueAt > ?)', now);
  if (notUnder !== undefined) add('policyVersion <> ?', notUnder);
  if (externalId !== undefined) add('externalId = ?', externalId);
  if (idPrefix !== undefined) add('caseId >= ? AND caseId < ?', idPrefix, afterPrefix(idPrefix));
  if (awaits !== undefined) add('caseId IN (SELECT caseId FROM awaiting WHERE incident = ?)', awaits);
  if (continuation !== undefined) {
    const { submittedAt, caseId } = decodePosition(continuation);
    add('submittedAt <= ? AND (submittedAt < ? OR caseId > ?)', submittedAt, submittedAt, caseId);
  }
  return { where: terms.length ? `WHERE ${terms.join(' AND ')}` : '', values };
}

/** The columns of a row that the queues go by, in the order of the list's statement. */
function queueColumns({ summary, queue }: CaseRow): SQLInputValue[] {
  return [
    ...[summary.plan, summary.country, summary.owner?.id ?? null],
    ...[queue?.owedAt ?? null, queue?.riskAt ?? null, queue?.dueAt ?? null],
    ...[queue?.waitsForCustomer, queue?.approval, queue?.failedMails, queue?.atRest].map((is) =>
      Number(!!is),
    ),
  ];
}

function positionOf(row: Readonly<Record<string, unknown>>) {
  return { submittedAt: integer(row, 'submittedAt'), caseId: text(row, 'caseId') };
}
