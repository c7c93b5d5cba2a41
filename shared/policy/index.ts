import first from './versions/2026-11-01.json' with { type: 'json' };
import { policySchema, type Policy } from './policy.ts';

export type { Policy, PolicyRule } from './policy.ts';

const versions: readonly Policy[] = [first]
  .map((document) => policySchema.parse(document))
  .sort((a, b) => Date.parse(a.effectiveFrom) - Date.parse(b.effectiveFrom));

/** The policy that new cases get at `at` (ms): the latest version that is in effect by then. */
export function policyInForce(at: number): Policy {
  const policy = versions.findLast((version) => Date.parse(version.effectiveFrom) <= at) ?? versions[0];
  if (!policy) throw new Error('there is no policy: add a document to shared/policy/versions');
  return policy;
}

/** The version stamped on a case; cases outlive versions, so documents are never removed. */
export function policyVersion(version: string): Policy {
  const policy = versions.find((candidate) => candidate.version === version);
  if (!policy)
    throw new Error(`policy version ${version} is stamped on a case but not in shared/policy/versions`);
  return policy;
}

/** The recognised role among a submitter's directory roles, by name or Entra role template id (SUB-1, SUB-3). */
export function submitterRole(policy: Policy, roles: readonly string[]) {
  const given = new Set(roles.map((role) => role.trim().toLowerCase()));
  return policy.submitterRoles.find(
    (role) => given.has(role.name.toLowerCase()) || (role.id !== undefined && given.has(role.id)),
  );
}
