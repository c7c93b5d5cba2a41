import type { Query } from '../cosmos/documents.ts';
import type { WaitingMail } from '../wakes.ts';
import { atLeast, atMost, by, type Asked, type Found } from './memoryFound.ts';
import { queued } from './memoryQueues.ts';

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
      if ('since' in parameters) {
        const written = found.filter(({ writtenAt }) => atLeast(writtenAt, parameters['since']));
        return written.sort(by(['writtenAt', 1], ['id', 1])).slice(0, limit);
      }
      return 'caseId' in parameters
        ? ofStream(found, parameters).slice(0, limit)
        : found.filter(({ id }) => id === '0').map((document) => document['caseId']);
    case 'tallies':
      return found.filter(
        ({ id, applied }) =>
          !('from' in parameters) ||
          (id >= String(parameters['from']) && atLeast(applied, Number(parameters['applied']) + 1)),
      );
    case 'cases': {
      if (text.includes('changedAt')) return changed(found, parameters).slice(0, limit);
      if ('undated' in parameters) return queued(found, parameters, text).slice(0, limit);
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

function changed(found: Found[], { changedFrom = 0 }: Asked): Found[] {
  return found.filter(({ changedAt }) => atLeast(changedAt, changedFrom)).sort(by(['changedAt', -1]));
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
      .filter(
        ({ wakeAt }) => now === undefined || atMost(wakeAt, Number(now) - 1) === text.includes('c.wakeAt <'),
      )
      .filter(
        ({ failures }) =>
          !text.includes('c.failures') || (failures !== 0) === text.includes('c.failures > 0'),
      )
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
