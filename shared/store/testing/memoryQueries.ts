import type { Query } from '../cosmos/documents.ts';
import type { WaitingMail } from '../types.ts';

/** A stored document with the id it has. */
export type Found = Readonly<Record<string, unknown>> & { readonly id: string };

type Asked = NonNullable<Query['parameters']>;

/**
 * What each of the store's queries answers, by hand instead of by an interpreter of SQL: told apart by container,
 * parameters and, where those are the same, by a word of the text. `found` is what is in the partitions asked for.
 *
 * @throws Error for a query of another kind.
 */
export function answerOf(
  { container, text, parameters = {}, limit = Infinity }: Query,
  found: Found[],
): unknown[] {
  switch (container) {
    case 'streams':
      return 'caseId' in parameters
        ? ofStream(found, parameters).slice(0, limit)
        : found.filter(({ id }) => id === '0').map((document) => document['caseId']);
    case 'cases': {
      const rows = found.filter((row) => isListed(row, parameters, text));
      if (text.includes('COUNT(1)')) return [{ count: rows.length }];
      return rows.sort(by(['submittedAt', -1], ['id', 1])).slice(0, limit);
    }
    case 'wakes':
      return ofWakes(found, parameters, text).slice(0, limit);
    case 'registry':
      return found.sort(by(['id', 1]));
    case 'entitlements':
      if (!('partner' in parameters)) return found;
      return found
        .filter(({ entitlement }) => delegates(entitlement, parameters['partner']))
        .map((document) => document['tenantId']);
  }
}

function ofStream(found: Found[], { sequence, foldVersion, scope }: Asked): Found[] {
  if (scope !== undefined)
    return found.filter((document) => scopeOf(document) === scope).sort(by(['number', 1]));
  if (sequence === undefined) return found.sort(by(['number', -1]));
  if (foldVersion === undefined) {
    return found.filter((document) => atLeast(document['lastSequence'], sequence)).sort(by(['number', 1]));
  }
  return found
    .filter((document) => document['foldVersion'] === foldVersion && atMost(document['sequence'], sequence))
    .sort(by(['sequence', -1]));
}

function ofWakes(found: Found[], { before, now, after }: Asked, text: string): unknown[] {
  if (after !== undefined) {
    return found
      .filter(({ id, wakeAt }) => typeof wakeAt === 'number' && id > String(after))
      .sort(by(['id', 1]));
  }
  if (text.includes('SUM(')) {
    const late = found.flatMap(({ mail }) =>
      isWaitingMail(mail) && atMost(mail.since, before) ? [mail] : [],
    );
    const oldest = late.length > 0 ? { oldest: Math.min(...late.map(({ since }) => since)) } : {};
    return [{ count: late.reduce((sum, { count }) => sum + count, 0), ...oldest }];
  }
  const overdue = found.filter(({ wakeAt }) => atMost(wakeAt, before));
  if (text.includes('COUNT(1)')) {
    const instants = overdue.map(({ wakeAt }) => Number(wakeAt));
    return [{ count: overdue.length, ...(overdue.length > 0 ? { oldest: Math.min(...instants) } : {}) }];
  }
  return overdue
    .filter(({ retryAt }) => retryAt === null || atMost(retryAt, now))
    .sort(by(['attempted', 1], ['wakeAt', 1], ['id', 1]));
}

function isWaitingMail(mail: unknown): mail is WaitingMail {
  return typeof mail === 'object' && mail !== null && 'count' in mail && 'since' in mail;
}

function isListed(row: Found, asked: Asked, text: string): boolean {
  const tenants = Object.entries(asked).filter(([name]) => name.startsWith('tenant'));
  if (tenants.length > 0 && !tenants.some(([, tenantId]) => tenantId === row['tenantId'])) return false;
  if ('status' in asked && row['status'] !== asked['status']) return false;
  if ('severity' in asked && row['severity'] !== asked['severity']) return false;
  if (
    'dueBefore' in asked &&
    !(atMost(row['dueAt'], asked['dueBefore']) && row['dueAt'] !== asked['dueBefore'])
  ) {
    return false;
  }
  if ('now' in asked) {
    const isBroken = row['breached'] === true || atMost(row['dueAt'], asked['now']);
    if (isBroken !== text.includes('c.breached = true')) return false;
  }
  if ('idPrefix' in asked && !(row.id >= String(asked['idPrefix']) && row.id < String(asked['idEnd'])))
    return false;
  if ('externalId' in asked && externalIdOf(row) !== asked['externalId']) return false;
  if ('notUnder' in asked && row['policyVersion'] === asked['notUnder']) return false;
  if ('awaits' in asked && !(Array.isArray(row['awaits']) && row['awaits'].includes(asked['awaits'])))
    return false;
  return !('submittedAt' in asked) || isAfter(row, asked);
}

function isAfter(row: Found, { submittedAt, caseId }: Asked): boolean {
  if (row['submittedAt'] === submittedAt) return row.id > String(caseId);
  return atMost(row['submittedAt'], submittedAt);
}

function externalIdOf({ summary }: Found): unknown {
  return typeof summary === 'object' && summary !== null && 'externalId' in summary
    ? summary.externalId
    : undefined;
}

function delegates(entitlement: unknown, partner: unknown): boolean {
  if (typeof entitlement !== 'object' || entitlement === null) return false;
  const partners = 'delegatedPartners' in entitlement ? entitlement.delegatedPartners : [];
  return Array.isArray(partners) && partners.includes(partner);
}

function scopeOf({ idempotency }: Found): unknown {
  return typeof idempotency === 'object' && idempotency !== null && 'scope' in idempotency
    ? idempotency.scope
    : undefined;
}

/** Comparisons with anything but a number are undefined in Cosmos DB, and let nothing through. */
function atMost(value: unknown, limit: unknown): boolean {
  return typeof value === 'number' && typeof limit === 'number' && value <= limit;
}

function atLeast(value: unknown, limit: unknown): boolean {
  return typeof value === 'number' && typeof limit === 'number' && value >= limit;
}

function by(...order: readonly (readonly [field: string, direction: 1 | -1])[]) {
  return (one: Found, other: Found): number => {
    for (const [field, direction] of order) {
      const [a, b] = [one[field], other[field]];
      if (typeof a === 'number' && typeof b === 'number' && a !== b) return direction * (a - b);
      if (typeof a === 'string' && typeof b === 'string' && a !== b) return a < b ? -direction : direction;
    }
    return 0;
  };
}
