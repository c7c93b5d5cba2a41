import type { Entitlement } from '../../cases/index.ts';
import { contentEtag } from '../etag.ts';
import type { PutOutcome, StoredEntitlement } from '../types.ts';
import type { Address, Documents } from './documents.ts';
import { update } from './update.ts';

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
      return { tenantId, entitlement, etag: contentEtag(entitlement) };
    },
    async put(tenantId: string, entitlement: Entitlement, ifMatch?: string): Promise<PutOutcome> {
      const etag = contentEtag(entitlement);
      let outcome = 'conflict' as PutOutcome['outcome'];
      await update<EntitlementDocument>(documents, address(tenantId), (stored, doubtful) => {
        const current = stored && contentEtag(stored.entitlement);
        // After a lost answer this content is this call's own: the outcome stays what it was.
        if (doubtful && current === etag) return undefined;
        if (ifMatch !== undefined && ifMatch !== current) {
          outcome = 'conflict';
          return undefined;
        }
        outcome = stored ? 'replaced' : 'created';
        return { tenantId, entitlement };
      });
      return outcome === 'conflict' ? { outcome } : { outcome, etag };
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
