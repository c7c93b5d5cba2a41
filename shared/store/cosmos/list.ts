import { decodePosition, encodePosition } from '../continuation.ts';
import type { CaseQuery, CaseRow, Page } from '../types.ts';
import type { Documents, Query } from './documents.ts';
import { update } from './update.ts';

/** The list projection: one document per case in the tenant's partition. */
export function caseList(documents: Documents) {
  return {
    /** Writes the row unless the stored one has already seen a later commit. */
    async put(row: CaseRow): Promise<void> {
      await update<CaseRow>(
        documents,
        { container: 'cases', partition: row.tenantId, id: row.caseId },
        (stored) => (stored && stored.commit > row.commit ? undefined : row),
        // A case that was just created has no row yet.
        row.commit === 0 ? 'missing' : undefined,
      );
    },

    async list(query: CaseQuery): Promise<Page<CaseRow>> {
      if (query.tenantIds?.length === 0) return { value: [] };
      const found = await Array.fromAsync(documents.query<CaseRow>(toQuery(query)), toCaseRow);
      const value = found.slice(0, query.top);
      const last = value.at(-1);
      return found.length > value.length && last ? { value, continuation: encodePosition(last) } : { value };
    },
  };
}

function toQuery(query: CaseQuery): Query {
  const { tenantIds, status, severity, dueBefore, breached, now, continuation, top } = query;
  const terms: string[] = [];
  const parameters: Record<string, string | number> = {};
  if (tenantIds) {
    const names = tenantIds.map((tenantId, index) => {
      parameters[`tenant${index}`] = tenantId;
      return `@tenant${index}`;
    });
    terms.push(`c.tenantId IN (${names.join(', ')})`);
  }
  if (status) {
    parameters['status'] = status;
    terms.push('c.status = @status');
  }
  if (severity) {
    parameters['severity'] = severity;
    terms.push('c.severity = @severity');
  }
  if (dueBefore !== undefined) {
    parameters['dueBefore'] = dueBefore;
    terms.push('c.dueAt < @dueBefore');
  }
  if (breached !== undefined) {
    parameters['now'] = now;
    // A comparison with null is undefined in Cosmos DB, and so is its negation.
    terms.push(
      breached
        ? '(c.breached = true OR c.dueAt <= @now)'
        : '(c.breached = false AND (IS_NULL(c.dueAt) OR c.dueAt > @now))',
    );
  }
  if (continuation !== undefined) {
    const { submittedAt, caseId } = decodePosition(continuation);
    Object.assign(parameters, { submittedAt, caseId });
    terms.push('(c.submittedAt < @submittedAt OR (c.submittedAt = @submittedAt AND c.id > @caseId))');
  }
  const where = terms.length ? `WHERE ${terms.join(' AND ')}` : '';
  const [tenantId] = tenantIds ?? [];
  return {
    container: 'cases',
    ...(tenantIds?.length === 1 && tenantId !== undefined ? { partition: tenantId } : {}),
    text: `SELECT * FROM c ${where} ORDER BY c.submittedAt DESC, c.id ASC`,
    parameters,
    limit: top + 1,
  };
}

function toCaseRow(document: CaseRow): CaseRow {
  const { caseId, tenantId, commit, status, severity, submittedAt, dueAt, breached, state } = document;
  return { caseId, tenantId, commit, status, severity, submittedAt, dueAt, breached, state };
}
