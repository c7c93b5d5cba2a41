import { queueStates, type QueueState } from '../../cases/index.ts';
import { rowFrom } from '../formats.ts';
import { encodeQueuePosition, segmentsFrom, type QueuePosition, type Segment } from '../queues.ts';
import type { CaseRow, Changes, Page, QueueFilter, QueuePageQuery } from '../types.ts';
import type { Documents } from './documents.ts';
import { undated, type RowDocument } from './list.ts';

type Found = RowDocument & { readonly id: string };

/** What makes a row one of a queue. A comparison with null or with nothing is undefined, and lets nothing through. */
const queued: Readonly<Record<QueueState, string>> = {
  atRisk: '(c.queue.riskAt <= @now AND c.queue.owedAt > @now)',
  overdue: '(c.queue.owedAt <= @now)',
  waitingForCustomer: '(c.queue.waitsForCustomer = true)',
  waitingForApproval: "(c.queue.approval['to'] >= 'A')",
  mailFailed: '(c.queue.failedMails.count > 0)',
  atRest: '(c.queue.atRest = true)',
};

const withinSegment: Readonly<Record<Segment, string | undefined>> = {
  coming: '(c.due > @now AND c.due < @undated)',
  overdue: '(c.due <= @now)',
  due: '(c.due < @undated)',
  undated: '(c.due = @undated)',
  newest: undefined,
};

const columns: Readonly<Record<string, string>> = {
  status: 'c.status',
  tenantId: 'c.tenantId',
  severity: 'c.severity',
  plan: 'c.summary.plan',
  country: 'c.summary.country',
  externalId: 'c.summary.externalId',
  owner: 'c.summary.owner.id',
};

/** How long (ms) a change may stay unseen: writers' clocks differ, and a write takes its time. */
const overlap = 30_000;

/** The queues of operations, from the list projection over all partitions. */
export function caseQueues(documents: Documents) {
  async function rowsOf(
    segment: Segment,
    query: QueuePageQuery,
    after: QueuePosition | undefined,
    most: number,
  ): Promise<Found[]> {
    const { terms, parameters } = filters(query);
    const within = withinSegment[segment];
    if (within !== undefined) terms.push(within);
    const descends = segment === 'undated' || segment === 'newest';
    const key = descends ? 'c.submittedAt' : 'c.due';
    if (query.states) terms.push(`(${query.states.map((state) => queued[state]).join(' OR ')})`);
    if (after) {
      Object.assign(parameters, { afterKey: after.key, afterId: after.caseId });
      const beyond = descends ? '<' : '>';
      terms.push(`(${key} ${beyond} @afterKey OR (${key} = @afterKey AND c.id > @afterId))`);
    }
    const text = `SELECT * FROM c ${whereOf(terms)} ORDER BY ${key} ${descends ? 'DESC' : 'ASC'}, c.id ASC`;
    return Array.fromAsync(documents.query<Found>({ container: 'cases', text, parameters, limit: most }));
  }

  return {
    async page(query: QueuePageQuery): Promise<Page<CaseRow>> {
      const { segments, after } = segmentsFrom(query);
      const wanted = query.top + 1;
      const rows: { readonly segment: Segment; readonly row: Found }[] = [];
      for (const segment of segments) {
        if (rows.length >= wanted) break;
        const from = after?.segment === segment ? after : undefined;
        const found = await rowsOf(segment, query, from, wanted - rows.length);
        rows.push(...found.map((row) => ({ segment, row })));
      }
      const shown = rows.slice(0, query.top);
      const last = shown.at(-1);
      const unreadable = shown.filter(({ row }) => !rowFrom(row)).map(({ row }) => row.id);
      return {
        value: shown.flatMap(({ row }) => rowFrom(row) ?? []),
        ...(rows.length > shown.length && last ? { continuation: positionAfter(last) } : {}),
        ...(unreadable.length > 0 ? { unreadable } : {}),
      };
    },
    async counts(filter: QueueFilter): Promise<Record<QueueState, number>> {
      const counts = await Promise.all(
        queueStates.map(async (state) => {
          const { terms, parameters } = filters(filter);
          const text = `SELECT COUNT(1) AS count FROM c ${whereOf([...terms, queued[state]])}`;
          const pages = documents.query<{ readonly count: number }>({ container: 'cases', text, parameters });
          let sum = 0;
          for await (const { count } of pages) sum += count;
          return [state, sum] as const;
        }),
      );
      return Object.fromEntries(counts) as Record<QueueState, number>;
    },
    async changes(after: string | undefined, most: number): Promise<Changes> {
      const from = after !== undefined && /^\d{1,15}$/.test(after) ? Number(after) : undefined;
      const found = await Array.fromAsync(
        documents.query<{ readonly id: string; readonly changedAt: number }>({
          container: 'cases',
          text:
            from === undefined
              ? 'SELECT c.id, c.changedAt FROM c WHERE IS_NUMBER(c.changedAt) ORDER BY c.changedAt DESC'
              : 'SELECT c.id, c.changedAt FROM c WHERE c.changedAt >= @changedFrom ORDER BY c.changedAt DESC',
          ...(from === undefined ? {} : { parameters: { changedFrom: from - overlap } }),
          limit: from === undefined ? 1 : most + 1,
        }),
      );
      const newest = String(Math.max(from ?? 0, found[0]?.changedAt ?? 0));
      if (from === undefined)
        return { after: newest, version: newest, caseIds: [], reset: after !== undefined };
      if (found.length > most) return { after: newest, version: newest, caseIds: [], reset: true };
      const version =
        found.length === 0
          ? newest
          : JSON.stringify([newest, found.map(({ id, changedAt }) => [id, changedAt])]);
      return { after: newest, version, caseIds: found.map(({ id }) => id), reset: false };
    },
  };
}

function filters(filter: QueueFilter) {
  const { status, tenantId, severity, plan, country, externalId, owner, text, now } = filter;
  const parameters: Record<string, string | number> = { now, undated };
  const terms: string[] = [];
  const equal = { status, tenantId, severity, plan, country, externalId, owner: owner ?? undefined };
  for (const [name, value] of Object.entries(equal)) {
    if (value === undefined) continue;
    parameters[name] = value;
    terms.push(`${columns[name] ?? ''} = @${name}`);
  }
  if (owner === null) terms.push('NOT IS_DEFINED(c.summary.owner)');
  if (text !== undefined) {
    parameters['text'] = text.toLowerCase();
    terms.push('CONTAINS(c.search, @text)');
  }
  return { terms, parameters };
}

function whereOf(terms: readonly string[]): string {
  return terms.length > 0 ? `WHERE ${terms.join(' AND ')}` : '';
}

function positionAfter({ segment, row }: { readonly segment: Segment; readonly row: Found }): string {
  const key = segment === 'undated' || segment === 'newest' ? row.submittedAt : row.due;
  return encodeQueuePosition({ segment, key, caseId: row.id });
}
