/**
 * The support policy: versioned documents, and which of them holds.
 *
 * @module
 */
import first from './versions/2026-11-01.json' with { type: 'json' };
import { policySchema, type Policy } from './policy.ts';
import { withMadeSentences } from './sentences.ts';

export { channelShapes } from './escalation.ts';
export { policySchema, type Channel, type Policy, type PolicyRule, type SilenceLimits } from './policy.ts';
export { addressSchema } from './address.ts';
export { differences } from './differences.ts';
export { madeSentences, withMadeSentences } from './sentences.ts';
export { durationSchema } from './duration.ts';
export { instantSchema, isInYears, outOfYears } from './instant.ts';
export { ruleIds } from './rules.ts';

/** The versions that come with the product. Cases outlive versions, so a document is never removed. */
export const builtInPolicies: readonly Policy[] = [first].map((document) =>
  withMadeSentences(policySchema.parse(document)),
);

/** Every version there is: those of the product and those that operations have put. */
export interface Policies {
  /** By the instant they take effect. */
  readonly versions: readonly Policy[];
  /** The policy that a new case gets at `at` (ms): the latest version that is in effect by then. */
  inForce(at: number): Policy;
  /** The version stamped on a case; undefined when there is none of that name. */
  version(name: string): Policy | undefined;
  /** Names of versions that are kept and cannot be read by this release, with why. They are none of `versions`. */
  readonly unreadable: ReadonlyMap<string, string>;
  /** Who has put a version, and when; nothing of those of the product. */
  putOf(name: string): PolicyPutBy | undefined;
}

/** Of a version that was put before that was kept, not who. */
export interface PolicyPutBy {
  readonly putBy?: string | undefined;
  readonly putAt: string;
}

export function policiesOf(
  added: readonly Policy[] = [],
  unreadable: ReadonlyMap<string, string> = new Map(),
  puts: ReadonlyMap<string, PolicyPutBy> = new Map(),
): Policies {
  const versions = [...builtInPolicies, ...added.map(withMadeSentences)].sort(
    (a, b) => Date.parse(a.effectiveFrom) - Date.parse(b.effectiveFrom),
  );
  const byName = new Map(versions.map((policy) => [policy.version, policy]));
  return {
    versions,
    inForce(at) {
      const policy = versions.findLast((one) => Date.parse(one.effectiveFrom) <= at) ?? versions[0];
      if (!policy) throw new Error('there is no policy: add a document to shared/policy/versions');
      return policy;
    },
    version: (name) => byName.get(name),
    unreadable,
    putOf: (name) => puts.get(name),
  };
}

/** The recognised role among a submitter's directory roles, by name or Entra role template id (SUB-1, SUB-3). */
export function submitterRole(policy: Policy, roles: readonly string[]) {
  const given = new Set(roles.map((role) => role.trim().toLowerCase()));
  return policy.submitterRoles.find(
    (role) =>
      given.has(role.name.toLowerCase()) || (role.id !== undefined && given.has(role.id.toLowerCase())),
  );
}
