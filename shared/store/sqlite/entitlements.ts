import type { DatabaseSync } from 'node:sqlite';
import { contentEtag } from '../etag.ts';
import type { EntitlementBody, PutOutcome, StoredEntitlement } from '../smallDocuments.ts';
import { jsonFrom } from '../formats.ts';
import { text } from './columns.ts';

/** What tenants have bought, and the partners they have delegated to. */
export function entitlements(db: DatabaseSync) {
  const select = db.prepare('SELECT * FROM entitlements WHERE tenantId = ?');
  const selectAfter = db.prepare('SELECT * FROM entitlements WHERE tenantId > ? ORDER BY tenantId LIMIT 100');
  const upsert = db.prepare(`
    INSERT INTO entitlements (tenantId, body, etag) VALUES (?, ?, ?)
    ON CONFLICT (tenantId) DO UPDATE SET body = excluded.body, etag = excluded.etag`);
  const clearDelegations = db.prepare('DELETE FROM delegations WHERE tenantId = ?');
  const addDelegation = db.prepare(
    'INSERT INTO delegations (partnerTenantId, tenantId) VALUES (?, ?) ON CONFLICT DO NOTHING',
  );
  const selectDelegating = db.prepare(
    'SELECT tenantId FROM delegations WHERE partnerTenantId = ? ORDER BY tenantId',
  );

  return {
    get(tenantId: string): StoredEntitlement | undefined {
      const row = select.get(tenantId);
      return row && toEntitlement(row);
    },
    /** The next page of all, by tenant id. */
    after(tenantId: string): readonly StoredEntitlement[] {
      return selectAfter.all(tenantId).map(toEntitlement);
    },
    put(tenantId: string, body: EntitlementBody, ifMatch?: string): PutOutcome {
      const before = select.get(tenantId);
      if (ifMatch !== undefined && before?.['etag'] !== ifMatch) return { outcome: 'conflict' };
      const etag = contentEtag(body);
      upsert.run(tenantId, JSON.stringify(body), etag);
      clearDelegations.run(tenantId);
      for (const partner of body.delegatedPartners) addDelegation.run(partner, tenantId);
      return { outcome: before ? 'replaced' : 'created', etag };
    },
    delegatingTo(partnerTenantId: string): readonly string[] {
      return selectDelegating.all(partnerTenantId).map((row) => text(row, 'tenantId'));
    },
  };
}

function toEntitlement(row: Readonly<Record<string, unknown>>): StoredEntitlement {
  return { tenantId: text(row, 'tenantId'), body: jsonFrom(text(row, 'body')), etag: text(row, 'etag') };
}
