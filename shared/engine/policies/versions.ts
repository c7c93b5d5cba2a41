import { toInstant, toMs } from '../../calendar/index.ts';
import type { Actor } from '../../cases/index.ts';
import { withMadeSentences } from '../../policy/index.ts';
import { carryOut } from '../many/carryOut.ts';
import { fanOut } from '../many/fanOut.ts';
import { settling } from '../many/incidents.ts';
import { storedPolicies, storedPolicy, type StoredPolicy } from './book.ts';
import type { Alarms, Ports } from '../ports.ts';

/** Another policy of this name is kept: a version never changes, since cases have been decided under it. */
export class PolicyVersionExists extends Error {
  override readonly name = 'PolicyVersionExists';
}

/**
 * Keeps a new version. Putting the same again changes nothing. Throws `PolicyVersionExists`, and
 * `UnreadableDocument` where one of this name is kept that cannot be read. Of two that take effect
 * at one instant the later put holds, so each is put after all others, also where the clock has not moved.
 */
export async function putPolicyVersion(
  ports: Ports,
  version: Pick<StoredPolicy, 'policy' | 'applyTo' | 'putBy'>,
  now: number,
): Promise<'created' | 'kept'> {
  const { policy } = version;
  if ((await ports.policies.read()).version(policy.version)) return sameOrThrow(ports, version);
  const puts = (await ports.store.registry.list('policyVersion')).flatMap(({ body }) => {
    const reading = storedPolicies.read(body);
    return reading.ok ? [toMs(reading.value.putAt)] : [];
  });
  const putAt = toInstant(Math.max(now, ...puts.map((put) => put + 1)));
  const stored = storedPolicies.write({ ...version, putAt, applied: version.applyTo === 'new' });
  const put = await ports.store.registry.put('policyVersion', policy.version, stored, null);
  if (put.outcome === 'conflict') return sameOrThrow(ports, version);
  await ports.policies.reread();
  return 'created';
}

async function sameOrThrow(ports: Ports, version: Pick<StoredPolicy, 'policy' | 'applyTo'>): Promise<'kept'> {
  const entry = await ports.store.registry.get('policyVersion', version.policy.version);
  const before = entry && storedPolicy(entry);
  const same =
    before?.applyTo === version.applyTo &&
    JSON.stringify(withMadeSentences(before.policy)) === JSON.stringify(version.policy);
  if (!same) throw new PolicyVersionExists(version.policy.version);
  return 'kept';
}

export interface Application {
  /** Cases that were put under the version. */
  readonly applied: number;
  /** Whether none is left. */
  readonly complete: boolean;
}

/**
 * Puts open cases under the versions that ask for it and are in force, until `until` (ms of the machine's time).
 * What is left, after a crash too, the next sweep does.
 */
export async function applyPolicyVersions(
  ports: Ports,
  alarms: Alarms,
  by: Actor,
  until: number,
): Promise<Application> {
  let applied = 0;
  for (const entry of await ports.store.registry.list('policyVersion')) {
    const reading = storedPolicies.read(entry.body);
    // It is named to operations elsewhere; the others are not held up by it.
    if (!reading.ok) continue;
    const stored = reading.value;
    const now = ports.clock.now();
    if (stored.applied || Date.parse(stored.policy.effectiveFrom) > now) continue;
    const inForce = (await ports.policies.read()).inForce(now);
    // A later version has taken its place before it was applied: that one decides what becomes of open cases.
    if (inForce.version === stored.policy.version) {
      const { policy } = stored;
      const open = { status: 'open', notUnder: policy.version } as const;
      const { done, complete } = await fanOut(ports, open, until, (caseId) =>
        carryOut(ports, alarms, caseId, { type: 'policy.apply', by, policy }),
      );
      applied += done;
      if (!complete) return { applied, complete: false };
      const since = Math.max(toMs(stored.putAt), toMs(policy.effectiveFrom));
      if (done > 0 || now < since + settling(ports)) continue;
    }
    const done = storedPolicies.write({ ...stored, applied: true });
    await ports.store.registry.put('policyVersion', entry.id, done, entry.etag);
  }
  return { applied, complete: true };
}
