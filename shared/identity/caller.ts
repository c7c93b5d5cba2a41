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

function allowedRoles({ home }: Caller, type: CaseActionType): readonly Role[] {
  const posters = postedBy[type];
  return home || posters === anybody ? posters : [];
}

const anybody: readonly Role[] = ['operations', 'engineer', 'integration'];
/** An integration of the operator's own does what engineers do. */
const support: readonly Role[] = ['engineer', 'integration'];
const operations: readonly Role[] = ['operations'];

/** Who posts each event, first the role that is recorded of a caller with several. Customers post what `anybody` may. */
const postedBy: { readonly [T in CaseActionType]: readonly Role[] } = {
  'engineer.contacted': support,
  'engineer.requestedInformation': support,
  'engineer.proposedResolution': support,
  'engineer.reclassified': support,
  'response.corrected': operations,
  'alert.acknowledged': ['operations', 'engineer'],
  'engineer.updated': ['engineer', 'operations', 'integration'],
  'contact.changed': anybody,
  'details.changed': anybody,
  'case.assigned': ['engineer', 'operations'],
  'note.added': ['engineer', 'operations'],
  'customer.replied': anybody,
  'customer.acceptedResolution': anybody,
  'customer.rejectedResolution': anybody,
  'investigation.started': support,
  'investigation.paused': support,
  'investigation.concluded': support,
  'severity.changeRequested': anybody,
  'coverage.changed': anybody,
  'escalation.requested': anybody,
  'rca.requested': anybody,
  'dataScript.requested': anybody,
  'advisory.continued': anybody,
  'downgrade.approved': operations,
  'downgrade.declined': operations,
  'mail.retryRequested': operations,
  'case.closed': anybody,
  'case.reopenRequested': anybody,
};

const inWords: readonly Role[] = ['engineer', 'operations', 'integration'];
const posters: Readonly<Record<Role, string>> = {
  engineer: 'an engineer',
  operations: 'operations',
  integration: 'an integration with a token of the operator’s own tenant',
};

/** Who posts an event that customers do not, in words. */
export function postersOf(type: CaseActionType): string {
  return new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(
    inWords.flatMap((role) => (postedBy[type].includes(role) ? [posters[role]] : [])),
  );
}

export function actorOf(caller: Caller, role: Role): Actor {
  return { kind: 'caller', id: caller.subject, role, tenantId: caller.tenantId };
}
