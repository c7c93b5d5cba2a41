import { contentEtag } from '../etag.ts';
import type { EntitlementBody, PutOutcome, StoredEntitlement } from '../smallDocuments.ts';
import type { Address, Documents } from './documents.ts';
import { update } from './update.ts';

interface EntitlementDocument {
  readonly tenantId: string;
  readonly entitlement: unknown;
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
      return stored && toEntitlement(stored.document);
    },
    async *all(): AsyncIterable<StoredEntitlement> {
      const text = 'SELECT c.tenantId, c.entitlement FROM c';
      const all = documents.query<EntitlementDocument>({ container: 'entitlements', text });
      for await (const document of all) yield toEntitlement(document);
    },
    async put(tenantId: string, body: EntitlementBody, ifMatch?: string): Promise<PutOutcome> {
      const etag = contentEtag(body);
      let outcome = 'conflict' as PutOutcome['outcome'];
      await update<EntitlementDocument>(documents, address(tenantId), (stored, doubtful) => {
        const current = stored && contentEtag(stored.entitlement ?? null);
        // After a lost answer this content is this call's own: the outcome stays what it was.
        if (doubtful && current === etag) return undefined;
        if (ifMatch !== undefined && ifMatch !== current) {
          outcome = 'conflict';
          return undefined;
        }
        outcome = stored ? 'replaced' : 'created';
        return { tenantId, entitlement: body };
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

function toEntitlement({ tenantId, entitlement }: EntitlementDocument): StoredEntitlement {
  return { tenantId, body: entitlement, etag: contentEtag(entitlement ?? null) };
}
