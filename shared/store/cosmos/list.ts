import { systemClock } from '../../clock.ts';
import { afterPrefix, decodePosition, encodePosition } from '../continuation.ts';
import { rowFrom, withFormat, type Stored } from '../formats.ts';
import { searchTextOf } from '../queues.ts';
import { pageOf } from '../pageOf.ts';
import type { CaseQuery, CaseRow, Page } from '../types.ts';
import type { Documents, Query } from './documents.ts';
import { update } from './update.ts';

/** A row with what only the queues ask by. */
export interface RowDocument extends Stored<CaseRow> {
  /** What the case is found by. */
  readonly search: string;
  /** When its first due instant is (ms); `undated` where it has none: the SDK merges no order of mixed types. */
  readonly due: number;
  /** When it was written, by its writer's real time (ms). */
  readonly changedAt: number;
}

/** After every instant there is. */
export const undated = 9_000_000_000_000_000;

/** The list projection: one document per case in the tenant's partition. */
export function caseList(documents: Documents) {
  return {
    /** Writes the row unless the stored one has seen a later commit, or is the same since `since`. */
    async put(row: CaseRow, since = row.commit): Promise<void> {
      await update<RowDocument>(
        documents,
        { container: 'cases', partition: row.tenantId, id: row.caseId },
        (stored) => (stored && isAsNew(stored, row, since) ? undefined : documentOf(row, stored)),
        // A case that was just created has no row yet.
        row.commit === 0 ? 'missing' : undefined,
      );
    },

    async count(query: Omit<CaseQuery, 'top' | 'continuation'>): Promise<number> {
      if (query.tenantIds?.length === 0) return 0;
      const { where, parameters, partition } = conditions(query);
      const text = `SELECT COUNT(1) AS count FROM c ${where}`;
      const counted = documents.query<{ readonly count: number }>({
        container: 'cases',
        ...partition,
        text,
        parameters,
      });
      // Each page of an answer carries the count of that page.
      let sum = 0;
      for await (const { count } of counted) sum += count;
      return sum;
    },

    async list(query: CaseQuery): Promise<Page<CaseRow>> {
      if (query.tenantIds?.length === 0) return { value: [] };
      const found = await Array.fromAsync(documents.query<CaseRow & { readonly id: string }>(toQuery(query)));
      const { value: stored, ...page } = pageOf(found, query.top, ({ submittedAt, id: caseId }) =>
        encodePosition({ submittedAt, caseId }),
      );
      const value = stored.flatMap((document) => rowFrom(document) ?? []);
      const unreadable = stored.filter((document) => !rowFrom(document)).map(({ id }) => id);
      return { ...page, value, ...(unreadable.length > 0 ? { unreadable } : {}) };
    },
  };
}

function documentOf(row: CaseRow, stored: RowDocument | undefined): RowDocument {
  const formed = withFormat('row', row);
  const known = stored && rowFrom(stored);
  const isSame = JSON.stringify(known) === JSON.stringify(rowFrom(formed));
  return {
    ...formed,
    search: searchTextOf(row),
    due: row.queue?.dueAt ?? undated,
    changedAt: isSame && stored ? stored.changedAt : systemClock.now(),
  };
}

function isAsNew(stored: CaseRow, row: CaseRow, since: number): boolean {
  return stored.commit > row.commit || (stored.commit >= since && since < row.commit);
}

function toQuery(query: CaseQuery): Query {
  const { where, parameters, partition } = conditions(query);
  return {
    container: 'cases',
    ...partition,
    text: `SELECT * FROM c ${where} ORDER BY c.submittedAt DESC, c.id ASC`,
    parameters,
    limit: query.top + 1,
  };
}

function conditions(query: Omit<CaseQuery, 'top'>) {
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
  if (notUnder !== undefined) {
    parameters['notUnder'] = notUnder;
    terms.push('c.policyVersion != @notUnder');
  }
  if (externalId !== undefined) {
    parameters['externalId'] = externalId;
    terms.push('c.summary.externalId = @externalId');
  }
  if (idPrefix !== undefined) {
    Object.assign(parameters, { idPrefix, idEnd: afterPrefix(idPrefix) });
    terms.push('(c.id >= @idPrefix AND c.id < @idEnd)');
  }
  if (awaits !== undefined) {
    parameters['awaits'] = awaits;
    terms.push('ARRAY_CONTAINS(c.awaits, @awaits)');
  }
  if (continuation !== undefined) {
    const { submittedAt, caseId } = decodePosition(continuation);
    Object.assign(parameters, { submittedAt, caseId });
    terms.push('(c.submittedAt < @submittedAt OR (c.submittedAt = @submittedAt AND c.id > @caseId))');
  }
  const where = terms.length ? `WHERE ${terms.join(' AND ')}` : '';
  const [tenantId] = tenantIds ?? [];
  return {
    where,
    parameters,
    partition: tenantIds?.length === 1 && tenantId !== undefined ? { partition: tenantId } : {},
  };
}
