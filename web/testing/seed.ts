/** Cases of several tenants, plans and places, as the page of a busy organisation shows them. */
import type { CaseView } from '../../shared/api/schemas.ts';
import type { Client } from '../../test/support/client.ts';
import { submission } from '../../test/support/samples.ts';

const tenants = [
  {
    id: 'contoso',
    plan: 'standard',
    country: 'JP',
    zone: 'Asia/Tokyo',
    language: 'ja',
    who: ['Aiko', 'Tanaka'],
  },
  {
    id: 'fabrikam',
    plan: 'professionalDirect',
    country: 'US',
    zone: 'America/New_York',
    language: 'en',
    who: ['Robin', 'Miller'],
  },
  {
    id: 'northwind',
    plan: 'unified',
    country: 'DE',
    zone: 'Europe/Berlin',
    language: 'de',
    who: ['Jonas', 'Weber'],
  },
  {
    id: 'adatum',
    plan: 'premier',
    country: 'GB',
    zone: 'Europe/London',
    language: 'en',
    who: ['Priya', 'Shah'],
  },
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

/** So many requests are under way at once. */
const atOnce = 8;

export async function putTenants(client: Client): Promise<void> {
  for (const { id, plan, country } of tenants) await client.putEntitlement(id, { plan, country });
}

/** Submits `count` cases, the same each time for the same `from`. */
export async function submitMany(client: Client, count: number, from = 0): Promise<readonly CaseView[]> {
  const cases: CaseView[] = [];
  let next = from;
  const work = async () => {
    while (next < from + count) {
      const number = next++;
      cases[number - from] = await submitOne(client, number);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return cases;
}

function submitOne(client: Client, number: number): Promise<CaseView> {
  const tenant = tenants[number % tenants.length] ?? tenants[0];
  const kind = Math.floor(number / tenants.length) % titles.length;
  const severity = severities[kind] ?? 'C';
  const [firstName, lastName] = tenant.who;
  const { problemStartTime: _, ...sample } = submission;
  return client.submit({
    ...sample,
    tenantId: tenant.id,
    title: titles[kind] ?? titles[0],
    externalId: `INC-${1000 + number}`,
    severity,
    require24X7Response: severity === 'A',
    contactDetails: {
      ...submission.contactDetails,
      firstName,
      lastName,
      primaryEmailAddress: `${firstName.toLowerCase()}@${tenant.id}.example`,
      preferredTimeZone: tenant.zone,
      country: tenant.country,
      preferredSupportLanguage: tenant.language,
    },
  });
}
