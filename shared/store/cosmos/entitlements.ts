import type { Entitlement } from '../../cases/case.ts';
import { StoreUnavailable } from '../errors.ts';
import { entitlementEtag } from '../etag.ts';
import type { PutOutcome, StoredEntitlement } from '../types.ts';
import { maxTries, type Address, type Documents } from './documents.ts';

interface EntitlementDocument {
  readonly tenantId: string;
  readonly entitlement: Entitlement;
}

/** What tenants have bought: one document in each tenant's partition. */
export function entitlements(documents: Documents) {
  /** A fixed id: a tenant id may hold characters that Cosmos DB allows in no id. */
  const address = (tenantId: string): Address => ({
    container: 'entitlements',
    partition: tenantId,
    id: 'entitlement',
  });

  return {
    async get(tenantId: string): Promise<StoredEntitlement | undefined> {
      const stored = await documents.read<EntitlementDocument>(address(tenantId));
      if (!stored) return undefined;
      const { entitlement } = stored.document;
      return { tenantId, entitlement, etag: entitlementEtag(entitlement) };
    },
    async put(tenantId: string, entitlement: Entitlement, ifMatch?: string): Promise<PutOutcome> {
      const document: EntitlementDocument = { tenantId, entitlement };
      for (let tries = 0; tries < maxTries; tries++) {
        const stored = await documents.read<EntitlementDocument>(address(tenantId));
        const current = stored && entitlementEtag(stored.document.entitlement);
        if (ifMatch !== undefined && ifMatch !== current) return { outcome: 'conflict' };
        const written = stored
          ? await documents.replace(address(tenantId), document, stored.etag)
          : await documents.create(address(tenantId), document);
        if (written !== undefined) {
          return { outcome: stored ? 'replaced' : 'created', etag: entitlementEtag(entitlement) };
        }
      }
      throw new StoreUnavailable('too many writers of one entitlement');
    },
    async delegatingTo(partnerTenantId: string): Promise<readonly string[]> {
      const tenants = await Array.fromAsync(
        documents.query<string>({
          container: 'entitlements',
          text: 'SELECT VALUE c.tenantId FROM c WHERE ARRAY_CONTAINS(c.entitlement.delegatedPartners, @partner)',
          parameters: { partner: partnerTenantId },
        }),
      );
      return tenants.sort();
    },
  };
}
