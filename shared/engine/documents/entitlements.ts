import { type Entitlement, entitlementSchema } from '../../cases/index.ts';
import type { CaseStore } from '../../store/types.ts';
import type { PutOutcome } from '../../store/smallDocuments.ts';
import { readOrThrow, storedAs } from './stored.ts';

/**
 * What a tenant has bought, as the store keeps it. Format 2 may say from when until when it holds, format 3 may name a
 * region with its country.
 */
export const storedEntitlements = storedAs('entitlement', entitlementSchema, [
  (document) => document,
  (document) => document,
]);

/** What a tenant has bought, with its etag; undefined: nothing. Throws `UnreadableDocument`. */
export async function readEntitlement(
  store: CaseStore,
  tenantId: string,
): Promise<{ readonly entitlement: Entitlement; readonly etag: string } | undefined> {
  const kept = await store.getEntitlement(tenantId);
  return kept && { entitlement: readOrThrow(storedEntitlements, tenantId, kept.body), etag: kept.etag };
}

/** Records what a tenant has bought, also over what cannot be read. `ifMatch` as in the store. */
export function putEntitlement(
  store: CaseStore,
  tenantId: string,
  entitlement: Entitlement,
  ifMatch?: string,
): Promise<PutOutcome> {
  return store.putEntitlement(tenantId, storedEntitlements.write(entitlement), ifMatch);
}
