/** Cases of a busy organisation for the page: submitted over HTTP, or there before the product starts. */
import { join } from 'node:path';

import type { CaseView } from '../../shared/api/schemas.ts';
import { crowdEntitlements, crowdSubmission, fillWithCrowd } from '../../shared/engine/testing/crowd.ts';
import { openSqliteStore } from '../../shared/store/sqlite/store.ts';
import type { Client } from '../../test/support/client.ts';
import { start } from '../../test/support/product.ts';
import { submission } from '../../test/support/samples.ts';

/** So many requests are under way at once. */
const atOnce = 8;

export async function putTenants(client: Client): Promise<void> {
  for (const [tenantId, entitlement] of crowdEntitlements) await client.putEntitlement(tenantId, entitlement);
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
  const { problemStartTime: _, ...sample } = submission;
  const { contactDetails, ...fields } = crowdSubmission(number);
  return client.submit({
    ...sample,
    ...fields,
    contactDetails: { ...sample.contactDetails, ...contactDetails },
  });
}

/** Fills the data folder of a product that is to start at `start` with so many cases of before. */
export async function fillData(data: string, count: number): Promise<void> {
  const store = openSqliteStore({ path: join(data, 'cases.db') });
  try {
    await fillWithCrowd(store, count, Date.parse(start));
  } finally {
    await store.close();
  }
}
