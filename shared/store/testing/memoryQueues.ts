import { atLeast, atMost, by, type Asked, type Found } from './memoryFound.ts';

/** What the queries of the queues answer: counts, or rows in the order asked for. */
export function queued(found: Found[], asked: Asked, text: string): unknown[] {
  const [where = '', order = ''] = text.split(' ORDER BY ');
  const rows = found.filter(
    (row) =>
      matches(row, asked, where) &&
      inSegment(row, asked, where) &&
      inQueues(row, asked, where) &&
      isAfter(row, asked, order),
  );
  if (text.includes('COUNT(1)')) return [{ count: rows.length }];
  return rows.sort(
    order.startsWith('c.submittedAt') ? by(['submittedAt', -1], ['id', 1]) : by(['due', 1], ['id', 1]),
  );
}

type Fields = Readonly<Record<string, unknown>>;
const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};

function matches(row: Found, asked: Asked, where: string): boolean {
  const summary = fieldsOf(row['summary']);
  const owner = fieldsOf(summary['owner'])['id'];
  const { plan, country, externalId } = summary;
  const { status, tenantId, severity } = row;
  const values: Fields = { plan, country, externalId, status, tenantId, severity, owner };
  if (where.includes('NOT IS_DEFINED(c.summary.owner)') && owner !== undefined) return false;
  if ('text' in asked && !String(row['search']).includes(String(asked['text']))) return false;
  return Object.entries(values).every(([name, value]) => !(name in asked) || asked[name] === value);
}

function inSegment({ due }: Found, { now, undated }: Asked, where: string): boolean {
  if (where.includes('c.due > @now')) return !atMost(due, now) && due !== undated;
  if (where.includes('c.due <= @now')) return atMost(due, now);
  if (where.includes('c.due < @undated')) return due !== undated;
  return !where.includes('c.due = @undated') || due === undated;
}

/** Every queue that is named, or all rows where none is. */
function inQueues(row: Found, { now }: Asked, where: string): boolean {
  const queue = fieldsOf(row['queue']);
  const { riskAt, owedAt } = queue;
  const named: readonly (readonly [string, boolean])[] = [
    ['c.queue.riskAt <= @now', atMost(riskAt, now) && atLeast(owedAt, Number(now) + 1)],
    ['(c.queue.owedAt <= @now)', atMost(owedAt, now)],
    ['c.queue.waitsForCustomer', queue['waitsForCustomer'] === true],
    ['c.queue.approval', queue['approval'] !== undefined],
    ['c.queue.failedMails', queue['failedMails'] !== undefined],
    ['c.queue.atRest', queue['atRest'] === true],
  ];
  const wanted = named.filter(([text]) => where.includes(text));
  return wanted.length === 0 || wanted.some(([, is]) => is);
}

function isAfter(row: Found, { afterKey, afterId }: Asked, order: string): boolean {
  if (afterKey === undefined) return true;
  const descends = order.startsWith('c.submittedAt');
  const key = row[descends ? 'submittedAt' : 'due'];
  if (key === afterKey) return row.id > String(afterId);
  return descends ? atMost(key, afterKey) : atLeast(key, afterKey);
}
