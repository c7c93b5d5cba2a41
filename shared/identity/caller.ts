import type { Actor, CaseActionType, Entitlement } from '../cases/index.ts';

export const roles = ['integration', 'engineer', 'operations'] as const;
export type Role = (typeof roles)[number];

/** Who calls, as the token says it. */
export interface Caller {
  readonly subject: string;
  /** The client application: part of the scope of idempotency keys. */
  readonly client: string;
  readonly tenantId: string;
  /** Whether the token comes from the operator's own tenant. */
  readonly home: boolean;
  /** The roles that count: `engineer` and `operations` from the home tenant only. */
  readonly roles: readonly Role[];
}

/** Whether the caller may act on a tenant: from home, on its own, or by the tenant's delegation (SUB-4). */
export function mayActOn(caller: Caller, tenantId: string, entitlement: Entitlement | undefined): boolean {
  if (caller.home || caller.tenantId === tenantId) return true;
  return entitlement?.delegatedPartners.includes(caller.tenantId) ?? false;
}

/** The role in which the caller may post this event; undefined when none of its roles allows it. */
export function postingRole(caller: Caller, type: CaseActionType): Role | undefined {
  return allowedRoles(caller, type).find((role) => caller.roles.includes(role));
}

function allowedRoles(caller: Caller, type: CaseActionType): readonly Role[] {
  if (/^(downgrade|mail)\./.test(type) || type === 'response.corrected') return ['operations'];
  if (type === 'alert.acknowledged') return ['operations', 'engineer'];
  if (type === 'case.assigned' || type === 'note.added') return ['engineer', 'operations'];
  if (type === 'engineer.updated') return caller.home ? ['engineer', 'operations', 'integration'] : [];
  const bySupport = type.startsWith('engineer.') || type.startsWith('investigation.');
  if (!bySupport) return ['operations', 'engineer', 'integration'];
  return caller.home ? ['engineer', 'integration'] : [];
}

export function actorOf(caller: Caller, role: Role): Actor {
  return { kind: 'caller', id: caller.subject, role, tenantId: caller.tenantId };
}
