/** Cases of several tenants, plans and places, as a busy organisation has them: lived in the engine, without a host. */
import { createHash } from 'node:crypto';

import { entitlementSchema, tallied, type CaseAction, type CaseEvent } from '../../cases/index.ts';
import { withApproval } from '../../cases/testing/states.ts';
import { toInstant } from '../../calendar/index.ts';
import { MailRejected, type MailService } from '../../mail/index.ts';
import type { CaseStore } from '../../store/types.ts';
import { openSqliteStore } from '../../store/sqlite/store.ts';
import { sweep } from '../alarm/sweep.ts';
import { actOnCase, submitCase } from '../commands/act.ts';
import { caseIdFrom } from '../commands/idempotency.ts';
import { readCase } from '../commands/read.ts';
import { putEntitlement } from '../documents/entitlements.ts';
import { putPolicyVersion } from '../policies/versions.ts';
import { project } from '../projections/rebuildAll.ts';
import { begin, engineer, silentAlarms, StandingClock, submission, testPorts } from './ports.ts';

const minute = 60_000;
const day = 1440 * minute;

const tenants = [
  { id: 'tailspin', plan: 'standard', country: 'JP', zone: 'Asia/Tokyo', language: 'ja', who: 'Hana Mori' },
  {
    id: 'fabrikam',
    plan: 'professionalDirect',
    country: 'US',
    zone: 'America/New_York',
    language: 'en',
    who: 'Robin Miller',
  },
  {
    id: 'northwind',
    plan: 'unified',
    country: 'DE',
    zone: 'Europe/Berlin',
    language: 'de',
    who: 'Jonas Weber',
  },
  { id: 'adatum', plan: 'premier', country: 'GB', zone: 'Europe/London', language: 'en', who: 'Priya Shah' },
] as const;
const titles = [
  'Sales orders cannot be posted since this morning',
  'The import of journals is slow',
  'Labels are not printed in the warehouse',
  'Exchange rates are missing in the forecast',
  'A workflow stops at the second approval',
  'The invoice report prints the wrong logo',
] as const;
const severities = ['C', 'B', 'C', 'B', 'A', 'C'] as const;

/** What each tenant of the crowd has bought. */
export const crowdEntitlements = tenants.map(
  ({ id, plan, country }) => [id, entitlementSchema.parse({ plan, country })] as const,
);

/** The submission of this number, the same each time. */
export function crowdSubmission(number: number) {
  const tenant = tenants[number % tenants.length] ?? tenants[0];
  const kind = Math.floor(number / tenants.length) % titles.length;
  const severity = severities[kind] ?? 'C';
  const [firstName = '', lastName = ''] = tenant.who.split(' ');
  return {
    tenantId: tenant.id,
    title: titles[kind] ?? titles[0],
    externalId: externalIdOf(number),
    severity,
    require24X7Response: severity === 'A',
    contactDetails: {
      firstName,
      lastName,
      primaryEmailAddress: `${firstName.toLowerCase()}@${tenant.id}.example`,
      preferredTimeZone: tenant.zone,
      country: tenant.country,
      preferredSupportLanguage: tenant.language,
    },
  };
}

/** What is done on the case of this number after half an hour; some of the last ones are left alone. */
function crowdActions(number: number, isLate: boolean): readonly object[] {
  switch (number % 7) {
    case 0:
    case 1:
      return [{ type: 'engineer.contacted' }];
    case 2:
      return [
        { type: 'case.assigned', owner: { id: 'e-7', name: number % 2 ? 'Noor Haddad' : 'Mika Laine' } },
        { type: 'engineer.requestedInformation', message: 'Which order is it?' },
      ];
    case 3:
      return [{ type: 'engineer.contacted' }, { type: 'case.closed' }];
    default:
      return isLate ? [] : [{ type: 'engineer.contacted' }];
  }
}

/** So many differ: tenants by kinds by what is done. */
const different = 84;
const batches = 20;
/** So many are kept at once. */
const atOnce = 100;

/**
 * Fills an empty store with so many cases that were submitted within the ten days before `until` (ms), and what became
 * of them: some answered, asked, closed, overdue, some with mail that failed. Nothing is left that is due by then.
 * Nobody has started their alarms. Those that do not differ are lived once, and kept under ids of their own.
 */
export async function fillWithCrowd(store: CaseStore, count: number, until: number): Promise<void> {
  await keepDocuments(store, until);
  const lives = await livedBy(until);
  const append = async (number: number) => {
    const caseId = idOf(number);
    const events = (lives[number % different] ?? []).map((event) =>
      event.type === 'case.submitted'
        ? { ...event, data: { ...event.data, id: caseId, externalId: externalIdOf(number) } }
        : event,
    );
    const commit = { caseId, number: 0, at: events.at(-1)?.at ?? '', events };
    const { row, wakeAt, epoch, mail } = project([commit]);
    const outcome = await store.append(commit, {
      ...{ row, rowSince: 0, wakeBefore: null, wakeAfter: wakeAt, epoch, mailAfter: mail },
      guardAt: until,
      tally: () => tallied(undefined, undefined, events),
    });
    if (outcome === 'conflict') throw new Error('the store was not empty');
  };
  for (let from = 0; from < count; from += atOnce) {
    const many = Math.min(atOnce, count - from);
    await Promise.all(Array.from({ length: many }, (_, index) => append(from + index)));
  }
}

async function keepDocuments(store: CaseStore, until: number): Promise<void> {
  for (const [id, entitlement] of crowdEntitlements) await putEntitlement(store, id, entitlement);
  const policy = { ...withApproval, version: 'approvals', effectiveFrom: toInstant(until - 10 * day) };
  await putPolicyVersion(testPorts(store), { policy, applyTo: 'new' }, until - 10 * day);
}

/** The events of each life that differs. */
async function livedBy(until: number): Promise<readonly (readonly CaseEvent[])[]> {
  const store = openSqliteStore({ path: ':memory:' });
  const clock = new StandingClock();
  clock.advance(until - 10 * day - begin);
  await keepDocuments(store, until);
  const ports = { ...testPorts(store, clock), mail: mailService };
  const settling = { ...ports, sweep: { ...ports.sweep, grace: 0 } };
  for (let batch = 0; batch < batches; batch += 1) {
    const numbers = Array.from({ length: different }, (_, number) => number).filter(
      (number) => Math.floor((number * batches) / different) === batch,
    );
    for (const number of numbers) {
      const [, entitlement] = crowdEntitlements[number % tenants.length] ?? [];
      const command = { ...submission(idOf(number), crowdSubmission(number)), entitlement };
      await submitCase(ports, silentAlarms, command);
    }
    clock.advance(30 * minute);
    for (const number of numbers) {
      for (const action of crowdActions(number, batch > batches - 3)) {
        const read = await readCase(ports, idOf(number));
        if (!read) throw new Error('the case is gone');
        await actOnCase(ports, silentAlarms, read.loaded, { ...action, by: engineer } as CaseAction);
      }
    }
    clock.advance(until - 10 * day + ((batch + 1) * 10 * day) / batches - clock.now());
    await sweep(settling, silentAlarms);
  }
  const lives = Array.from({ length: different }, async (_, number) => {
    const { commits } = await store.load(idOf(number), -1);
    return commits.flatMap(({ events }) => events);
  });
  const lived = await Promise.all(lives);
  await store.close();
  return lived;
}

/** Accepts everything but what asks one of the contacts. */
const mailService: MailService = {
  async send({ to, kind }) {
    if (kind === 'informationRequested' && to[0]?.startsWith('robin')) {
      throw new MailRejected('the mailbox does not exist');
    }
    return { status: 'running' };
  },
  find: async () => undefined,
};

const idOf = (number: number) => caseIdFrom(createHash('sha256').update(`crowd ${number}`).digest());
const externalIdOf = (number: number) => `INC-${1000 + number}`;
