import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { queueStates, type QueueState } from '../../cases/index.ts';
import { encodeQueuePosition, segmentsFrom, type QueuePosition, type Segment } from '../queues.ts';
import type { CaseRow, Changes, Page, QueueFilter, QueuePageQuery } from '../types.ts';
import { integer, integerOrNull, text } from './columns.ts';
import { readable } from './rows.ts';
import { textCondition } from './searched.ts';

interface Term {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}
type Row = Readonly<Record<string, unknown>>;

/** Each queue with the index that holds its rows in order, and what else makes a row one of it at an instant. */
const queues: Readonly<Record<QueueState, { readonly index: string; where(now: number): Term }>> = {
  atRisk: {
    index: 'casesOwed',
    where: (now) => ({ sql: 'owedAt IS NOT NULL AND nextDueAt > ? AND riskAt <= ?', values: [now, now] }),
  },
  overdue: {
    index: 'casesOwed',
    where: (now) => ({ sql: 'owedAt IS NOT NULL AND nextDueAt <= ?', values: [now] }),
  },
  waitingForCustomer: {
    index: 'casesOfCustomers',
    where: () => ({ sql: 'waitsForCustomer = 1', values: [] }),
  },
  waitingForApproval: { index: 'casesToApprove', where: () => ({ sql: 'waitsForApproval = 1', values: [] }) },
  mailFailed: { index: 'casesUnmailed', where: () => ({ sql: 'mailFailed = 1', values: [] }) },
  atRest: { index: 'casesAtRest', where: () => ({ sql: 'atRest = 1', values: [] }) },
};

const keyOf: Readonly<Record<Segment, 'nextDueAt' | 'submittedAt'>> = {
  coming: 'nextDueAt',
  overdue: 'nextDueAt',
  due: 'nextDueAt',
  undated: 'submittedAt',
  newest: 'submittedAt',
};

/** In ms: as the schema counts by. */
const hour = 3_600_000;

/** The queues of operations: the list projection, read in the order in which it is worked on. */
export function caseQueues(db: DatabaseSync) {
  const prepared = new Map<string, StatementSync>();
  function prepare(sql: string): StatementSync {
    const statement = prepared.get(sql) ?? db.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  }
  const latest = db.prepare('SELECT coalesce(max(changed), 0) AS latest FROM cases');
  const selectChanged = db.prepare(
    'SELECT caseId, changed FROM cases WHERE changed > ? ORDER BY changed DESC LIMIT ?',
  );

  const selectSizes = db.prepare('SELECT queue, size FROM queueSizes');
  const setSizes = db.prepare(`
    UPDATE queueSizes SET size = CASE queue
      WHEN 'waitingForCustomer' THEN (SELECT count(*) FROM cases WHERE waitsForCustomer = 1)
      WHEN 'waitingForApproval' THEN (SELECT count(*) FROM cases WHERE waitsForApproval = 1)
      WHEN 'mailFailed' THEN (SELECT count(*) FROM cases WHERE mailFailed = 1)
      WHEN 'atRest' THEN (SELECT count(*) FROM cases WHERE atRest = 1) END`);
  const clearOwed = db.prepare('DELETE FROM owedByHour');
  const setOwed = db.prepare(`
    INSERT INTO owedByHour
      SELECT 'due', nextDueAt / ${hour}, count(*) FROM cases WHERE owedAt IS NOT NULL GROUP BY 2
      UNION ALL SELECT 'dueAtRisk', nextDueAt / ${hour}, count(*) FROM cases
        WHERE owedAt IS NOT NULL AND riskAt IS NOT NULL GROUP BY 2
      UNION ALL SELECT 'risk', min(riskAt, nextDueAt) / ${hour}, count(*) FROM cases
        WHERE owedAt IS NOT NULL AND riskAt IS NOT NULL GROUP BY 2`);
  const selectOwed = db.prepare(
    'SELECT CAST(total(size) AS INTEGER) AS size FROM owedByHour WHERE what = ? AND hour < ?',
  );
  const within = {
    due: 'nextDueAt BETWEEN ? AND ? AND owedAt IS NOT NULL',
    dueAtRisk: 'nextDueAt BETWEEN ? AND ? AND owedAt IS NOT NULL AND riskAt IS NOT NULL',
    risk: 'min(riskAt, nextDueAt) BETWEEN ? AND ? AND owedAt IS NOT NULL AND riskAt IS NOT NULL',
  } as const;
  const indexes = { due: 'casesOwed', dueAtRisk: 'casesOwed', risk: 'casesByRisk' } as const;

  /** How many instants have come by now: those of whole hours are kept as sums, by triggers. */
  function come(what: keyof typeof within, now: number): number {
    const begun = Math.floor(now / hour);
    const sql = `SELECT count(*) AS size FROM cases INDEXED BY ${indexes[what]} WHERE ${within[what]}`;
    const before = integer(selectOwed.get(what, begun) ?? {}, 'size');
    return before + integer(prepare(sql).get(begun * hour, now) ?? {}, 'size');
  }

  /** How many cases each queue has, without looking at each: what time alone does not change is kept by triggers. */
  function wholeSizes(now: number): ReadonlyMap<string, number> {
    return new Map([
      ...selectSizes.all().map((row) => [text(row, 'queue'), integer(row, 'size')] as const),
      ['overdue', come('due', now)],
      // What is overdue has been at risk before, where it could be.
      ['atRisk', come('risk', now) - come('dueAtRisk', now)],
    ]);
  }

  /** At most `most` rows of a segment after a position, of one queue or of all cases, in order. */
  function rowsOf(
    segment: Segment,
    state: QueueState | undefined,
    query: QueuePageQuery,
    after: QueuePosition | undefined,
    most: number,
  ): Row[] {
    const queue = state && queues[state];
    const descends = segment === 'undated' || segment === 'newest';
    const key = keyOf[segment];
    const terms = [
      ...(queue ? [queue.where(query.now)] : []),
      ...segmentTerms(segment, query.now),
      ...filterTerms(query),
      ...(after ? [afterTerm(key, descends, after)] : []),
    ];
    const { where, values } = together(terms);
    const order = `${key}${descends ? ' DESC' : ''}, caseId`;
    const from = queue ? `cases INDEXED BY ${queue.index}` : 'cases';
    return prepare(`SELECT * FROM ${from} ${where} ORDER BY ${order} LIMIT ?`).all(...values, most);
  }

  return {
    page(query: QueuePageQuery): Page<CaseRow> {
      const { segments, after } = segmentsFrom(query);
      const wanted = query.top + 1;
      const rows: { readonly segment: Segment; readonly row: Row }[] = [];
      for (const segment of segments) {
        const from = after?.segment === segment ? after : undefined;
        const most = wanted - rows.length;
        if (most <= 0) break;
        const states = query.states ?? [undefined];
        const found = states.flatMap((state) => rowsOf(segment, state, query, from, most));
        const merged = distinct(found, segment).slice(0, most);
        rows.push(...merged.map((row) => ({ segment, row })));
      }
      const shown = rows.slice(0, query.top);
      const last = shown.at(-1);
      return readable({
        value: shown.map(({ row }) => row),
        ...(rows.length > shown.length && last
          ? { continuation: encodeQueuePosition(positionOf(last.segment, last.row)) }
          : {}),
      });
    },
    counts(filter: QueueFilter): Record<QueueState, number> {
      const filters = filterTerms(filter);
      const sizes = filters.length === 0 ? wholeSizes(filter.now) : new Map<string, number>();
      const counts = queueStates.map((state) => {
        const known = sizes.get(state);
        if (known !== undefined) return [state, known] as const;
        const { index, where: queued } = queues[state];
        const { where, values } = together([queued(filter.now), ...filters]);
        const sql = `SELECT count(*) AS count FROM cases INDEXED BY ${index} ${where}`;
        return [state, integer(prepare(sql).get(...values) ?? {}, 'count')] as const;
      });
      return Object.fromEntries(counts) as Record<QueueState, number>;
    },
    /** Makes the kept sizes anew from the rows. */
    recount(): void {
      setSizes.run();
      clearOwed.run();
      setOwed.run();
    },
    changes(after: string | undefined, most: number): Changes {
      const from = after !== undefined && /^\d{1,15}$/.test(after) ? Number(after) : undefined;
      const rows = from === undefined ? [] : selectChanged.all(from, most + 1);
      const [newest] = rows;
      if (newest && rows.length <= most) {
        const caseIds = rows.map((row) => text(row, 'caseId'));
        const changed = String(integer(newest, 'changed'));
        return { after: changed, version: changed, caseIds, reset: false };
      }
      const now = integer(latest.get() ?? {}, 'latest');
      // One that is from a later time than this file's comes from another file.
      const isUnknown = after !== undefined && (from === undefined || from > now || rows.length > most);
      return { after: String(now), version: String(now), caseIds: [], reset: isUnknown };
    },
  };
}

function segmentTerms(segment: Segment, now: number): Term[] {
  switch (segment) {
    case 'coming':
      return [{ sql: 'nextDueAt > ?', values: [now] }];
    case 'overdue':
      return [{ sql: 'nextDueAt <= ?', values: [now] }];
    case 'due':
      return [{ sql: 'nextDueAt IS NOT NULL', values: [] }];
    case 'undated':
      return [{ sql: 'nextDueAt IS NULL', values: [] }];
    case 'newest':
      return [];
  }
}

function filterTerms(filter: QueueFilter): Term[] {
  const { status, owner, tenantId, severity, plan, country, externalId, text: words } = filter;
  const equal = Object.entries({ status, tenantId, severity, plan, country, externalId }).flatMap(
    ([column, value]): Term[] => (value === undefined ? [] : [{ sql: `${column} = ?`, values: [value] }]),
  );
  const search = words === undefined ? undefined : textCondition(words);
  return [
    ...equal,
    ...(owner === undefined
      ? []
      : [owner === null ? { sql: 'ownerId IS NULL', values: [] } : ownedBy(owner)]),
    ...(search ? [{ sql: search[0], values: [search[1]] }] : []),
  ];
}

function ownedBy(owner: string): Term {
  return { sql: 'ownerId = ?', values: [owner] };
}

function afterTerm(key: string, descends: boolean, { key: at, caseId }: QueuePosition): Term {
  const beyond = descends ? '<' : '>';
  return { sql: `${key} ${beyond}= ? AND (${key} ${beyond} ? OR caseId > ?)`, values: [at, at, caseId] };
}

function together(terms: readonly Term[]): { readonly where: string; readonly values: SQLInputValue[] } {
  return {
    where: terms.length ? `WHERE ${terms.map(({ sql }) => sql).join(' AND ')}` : '',
    values: terms.flatMap(({ values }) => values),
  };
}

/** Rows of several queues as one list in order: a case that is in two of them is there once. */
function distinct(rows: readonly Row[], segment: Segment): Row[] {
  const byId = new Map(rows.map((row) => [text(row, 'caseId'), row]));
  const sign = segment === 'undated' || segment === 'newest' ? -1 : 1;
  return [...byId.values()].sort((one, other) => {
    const [a, b] = [positionOf(segment, one), positionOf(segment, other)];
    return sign * (a.key - b.key) || (a.caseId < b.caseId ? -1 : 1);
  });
}

function positionOf(segment: Segment, row: Row): QueuePosition {
  return { segment, key: integerOrNull(row, keyOf[segment]) ?? 0, caseId: text(row, 'caseId') };
}
