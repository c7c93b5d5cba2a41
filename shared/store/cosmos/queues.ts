import type { QueueState } from '../../cases/index.ts';
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

/** After so many changes it is asked from the last of them on. */
const mostChanged = 20;

/** So many filters are remembered. */
const mostFilters = 50;

type TimelessCounts = Readonly<Record<Exclude<QueueState, 'atRisk' | 'overdue'>, number>>;
type Counts = Map<string, Promise<TimelessCounts>>;

function kept(counts: Counts, key: string, make: () => Promise<TimelessCounts>): Promise<TimelessCounts> {
  const found = counts.get(key);
  if (found) return found;
  const made = make();
  if (counts.size >= mostFilters) counts.clear();
  counts.set(key, made);
  made.catch(() => counts.delete(key));
  return made;
}

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

  async function changes(after: string | undefined, most: number): Promise<Changes> {
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
  }

  async function countOf(state: QueueState, filter: QueueFilter): Promise<number> {
    const { terms, parameters } = filters(filter);
    const text = `SELECT COUNT(1) AS count FROM c ${whereOf([...terms, queued[state]])}`;
    const pages = documents.query<{ readonly count: number }>({ container: 'cases', text, parameters });
    let sum = 0;
    for await (const { count } of pages) sum += count;
    return sum;
  }

  async function timeless(filter: QueueFilter): Promise<TimelessCounts> {
    const [waitingForCustomer, waitingForApproval, mailFailed, atRest] = await Promise.all([
      countOf('waitingForCustomer', filter),
      countOf('waitingForApproval', filter),
      countOf('mailFailed', filter),
      countOf('atRest', filter),
    ]);
    return { waitingForCustomer, waitingForApproval, mailFailed, atRest };
  }

  let known: { readonly since?: string; readonly version?: string; readonly counts: Counts } = {
    counts: new Map(),
  };

  /** Counts by filter that still hold. */
  async function knownCounts(): Promise<Counts> {
    const { since } = known;
    const { after, version, reset } = await changes(since, mostChanged);
    // Too many have changed to tell by them, or it is the first time.
    if (since === undefined || reset) known = { since: after, counts: new Map() };
    else if (known.since === since && known.version !== version)
      known = { since, version, counts: new Map() };
    return known.counts;
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
    changes,
    /**
     * What time alone changes is counted each time. The others are known as long as no row has changed, for each filter
     * that is asked by.
     */
    async counts(filter: QueueFilter): Promise<Record<QueueState, number>> {
      const { now: _, ...asked } = filter;
      const [known, atRisk, overdue] = await Promise.all([
        knownCounts().then((counts) => kept(counts, JSON.stringify(asked), () => timeless(filter))),
        countOf('atRisk', filter),
        countOf('overdue', filter),
      ]);
      return { ...known, atRisk, overdue };
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
