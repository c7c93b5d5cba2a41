import { toInstant, toMs } from '../../calendar/index.ts';
import type { Actor, Case } from '../../cases/index.ts';
import { withMadeSentences } from '../../policy/index.ts';
import { carryOut } from '../many/carryOut.ts';
import { goOnWithAll, settling, type FanOut, type FanOutReport } from '../many/fanOut.ts';
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

/**
 * The version that is in force, where it is to be put over open cases. One in whose place a later one has come decides
 * nothing any more about open cases: it is noted as done.
 */
export async function versionsToApply(ports: Ports, alarms: Alarms, by: Actor): Promise<readonly FanOut[]> {
  const { registry } = ports.store;
  const found: FanOut[] = [];
  for (const entry of await registry.list('policyVersion')) {
    const reading = storedPolicies.read(entry.body);
    // It is named to operations elsewhere; the others are not held up by it.
    if (!reading.ok) continue;
    const stored = reading.value;
    const { policy } = stored;
    const now = ports.clock.now();
    if (stored.applyTo === 'new' || Date.parse(policy.effectiveFrom) > now) continue;
    const finish = async () => {
      const applied = storedPolicies.write({ ...stored, applied: true });
      await registry.put('policyVersion', entry.id, applied, entry.etag);
    };
    if ((await ports.policies.read()).inForce(now).version !== policy.version) {
      if (!stored.applied) await finish();
      continue;
    }
    found.push({
      name: { of: 'policyVersion', id: entry.id, since: stored.putAt },
      selection: { status: 'open', notUnder: policy.version },
      settledAt: Math.max(toMs(stored.putAt), toMs(policy.effectiveFrom)) + settling(ports),
      isFinished: stored.applied,
      work: (caseId) => carryOut(ports, alarms, caseId, { type: 'policy.apply', by, policy }, isOpen),
      finish,
    });
  }
  return found;
}

function isOpen({ status }: Case): boolean {
  return status === 'open';
}

/**
 * Puts open cases under the version that asks for it and is in force, until `until` (ms of the machine's time).
 * What is left, after a crash too, the sweep does.
 */
export async function applyPolicyVersions(
  ports: Ports,
  alarms: Alarms,
  by: Actor,
  until: number,
): Promise<FanOutReport> {
  return goOnWithAll(ports, await versionsToApply(ports, alarms, by), until);
}
