import { createHash } from 'node:crypto';
import type { Entitlement } from '../cases/case.ts';

/** The version of an entitlement: a hash of what it says, so equal contents have equal etags in every store. */
export function entitlementEtag(entitlement: Entitlement): string {
  return createHash('sha256').update(JSON.stringify(entitlement)).digest('base64url').slice(0, 22);
}
