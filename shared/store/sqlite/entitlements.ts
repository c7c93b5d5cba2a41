import type { DatabaseSync } from 'node:sqlite';
import type { Entitlement } from '../../cases/index.ts';
import { contentEtag } from '../etag.ts';
import type { PutOutcome, StoredEntitlement } from '../types.ts';
import { text } from './columns.ts';

/** What tenants have bought, and the partners they have delegated to. */
export function entitlements(db: DatabaseSync) {
  const select = db.prepare('SELECT * FROM entitlements WHERE tenantId = ?');
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
      if (!row) return undefined;
      const entitlement = JSON.parse(text(row, 'body')) as Entitlement;
      return { tenantId, entitlement, etag: text(row, 'etag') };
    },
    put(tenantId: string, entitlement: Entitlement, ifMatch?: string): PutOutcome {
      const before = select.get(tenantId);
      if (ifMatch !== undefined && before?.['etag'] !== ifMatch) return { outcome: 'conflict' };
      const etag = contentEtag(entitlement);
      upsert.run(tenantId, JSON.stringify(entitlement), etag);
      clearDelegations.run(tenantId);
      for (const partner of entitlement.delegatedPartners) addDelegation.run(partner, tenantId);
      return { outcome: before ? 'replaced' : 'created', etag };
    },
    delegatingTo(partnerTenantId: string): readonly string[] {
      return selectDelegating.all(partnerTenantId).map((row) => text(row, 'tenantId'));
    },
  };
}
