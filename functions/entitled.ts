import { Problem } from '../shared/api/input/problem.ts';
import type { Ports } from '../shared/engine/ports.ts';
import type { Caller } from '../shared/identity/caller.ts';

type Reading = Pick<Ports, 'store'>;

/**
 * Turns away a caller whose tenant has bought nothing, and to whom nobody has delegated: it may submit subscription
 * management (PLAN-5) and read its own cases. @throws Problem 403 `entitlement.missing`
 */
export async function requireEntitled({ store }: Reading, { home, tenantId }: Caller): Promise<void> {
  if (home || (await store.getEntitlement(tenantId))) return;
  if ((await store.tenantsDelegatingTo(tenantId)).length === 0) throw notEntitled();
}

/** The same for what is done on a case of this tenant, which the caller may see. */
export async function requireEntitledOn(
  { store }: Reading,
  { home }: Caller,
  tenantId: string,
): Promise<void> {
  if (!home && !(await store.getEntitlement(tenantId))) throw notEntitled();
}

function notEntitled(): Problem {
  return new Problem(
    403,
    'entitlement.missing',
    'The tenant has no entitlement: have operations record one with PUT /api/entitlements/{tenantId}. Without one it may submit subscription management requests (PLAN-5) and read its own cases.',
    { rules: ['PLAN-5'] },
  );
}
