import { toInstant, toMs } from '../calendar/index.ts';
import { type Actor, decide, movedBy, type MovedClock } from '../cases/index.ts';
import type { Policy } from '../policy/index.ts';
import type { CaseRow } from '../store/types.ts';
import { tellAlarm } from './alarm.ts';
import { brought } from './commands.ts';
import { commit } from './commit.ts';
import { policiesWith, policyOf, storedPolicy, type StoredPolicy } from './policies.ts';
import type { Alarms, Ports } from './ports.ts';

/** Another policy of this name is kept: a version never changes, since cases have been decided under it. */
export class PolicyVersionExists extends Error {
  override readonly name = 'PolicyVersionExists';
}

/**
 * Keeps a new version. Putting the same again changes nothing. Throws `PolicyVersionExists`. Of two that take effect
 * at one instant the later put holds, so each is put after all others, also where the clock has not moved.
 */
export async function putPolicyVersion(
  ports: Ports,
  version: Pick<StoredPolicy, 'policy' | 'applyTo'>,
  now: number,
): Promise<'created' | 'kept'> {
  const { policy } = version;
  if ((await ports.policies.read()).version(policy.version)) return sameOrThrow(ports, version);
  const puts = (await ports.store.registry.list('policyVersion')).map((entry) =>
    toMs(storedPolicy(entry).putAt),
  );
  const putAt = toInstant(Math.max(now, ...puts.map((put) => put + 1)));
  const stored: StoredPolicy = { ...version, putAt, applied: version.applyTo === 'new' };
  const put = await ports.store.registry.put('policyVersion', policy.version, stored, null);
  if (put.outcome === 'conflict') return sameOrThrow(ports, version);
  await ports.policies.reread();
  return 'created';
}

async function sameOrThrow(ports: Ports, version: Pick<StoredPolicy, 'policy' | 'applyTo'>): Promise<'kept'> {
  const entry = await ports.store.registry.get('policyVersion', version.policy.version);
  const before = entry && storedPolicy(entry);
  const same =
    before?.applyTo === version.applyTo && JSON.stringify(before.policy) === JSON.stringify(version.policy);
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
    const stored = storedPolicy(entry);
    const now = ports.clock.now();
    if (stored.applied || Date.parse(stored.policy.effectiveFrom) > now) continue;
    const inForce = (await ports.policies.read()).inForce(now);
    // A later version has taken its place before it was applied: that one decides what becomes of open cases.
    if (inForce.version === stored.policy.version) {
      const done = await applyToOpen(ports, alarms, stored.policy, by, until);
      applied += done.applied;
      if (!done.complete) return { applied, complete: false };
      const since = Math.max(toMs(stored.putAt), toMs(stored.policy.effectiveFrom));
      if (done.applied > 0 || now < since + settling(ports)) continue;
    }
    await ports.store.registry.put('policyVersion', entry.id, { ...stored, applied: true }, entry.etag);
  }
  return { applied, complete: true };
}

/**
 * How long (ms) after a version took effect a case may still come to light that was submitted under the one before:
 * by a process that has not read it yet, or on a list that the sweep is yet to mend.
 */
function settling({ sweep }: Ports): number {
  return 2 * sweep.period + sweep.grace;
}

export interface Preview {
  readonly moved: readonly (MovedClock & { readonly caseId: string })[];
  /** How many open cases were looked at. */
  readonly cases: number;
}

/** What putting every open case under a policy would move. Nothing is changed. */
export async function previewPolicy(ports: Ports, policy: Policy): Promise<Preview> {
  const now = ports.clock.now();
  const moved: (MovedClock & { readonly caseId: string })[] = [];
  let cases = 0;
  for await (const { caseId, state } of openCases(ports)) {
    cases += 1;
    const present = policyOf(await policiesWith(ports.policies, state.policyVersion), state);
    const at = Math.max(now, toMs(state.at));
    const moves = movedBy(brought(state, at, present), policy, toInstant(at));
    moved.push(...moves.map((one) => ({ caseId, ...one })));
  }
  return { moved, cases };
}

async function* openCases(ports: Ports): AsyncIterable<CaseRow> {
  let continuation: string | undefined;
  do {
    const from = continuation === undefined ? {} : { continuation };
    const page = await ports.store.list({ status: 'open', now: ports.clock.now(), top: 100, ...from });
    yield* page.value;
    continuation = page.continuation;
  } while (continuation !== undefined);
}

async function applyToOpen(
  ports: Ports,
  alarms: Alarms,
  policy: Policy,
  by: Actor,
  until: number,
): Promise<Application> {
  let applied = 0;
  let complete = true;
  for await (const { caseId, state } of openCases(ports)) {
    if (state.policyVersion === policy.version) continue;
    if (ports.wallClock.now() >= until) return { applied, complete: false };
    try {
      if (await applyTo(ports, alarms, policy, caseId, by)) applied += 1;
    } catch (cause) {
      complete = false;
      ports.warn(`case ${caseId} could not be put under policy version ${policy.version} yet`, cause);
    }
  }
  return { applied, complete };
}

async function applyTo(
  ports: Ports,
  alarms: Alarms,
  policy: Policy,
  caseId: string,
  by: Actor,
): Promise<boolean> {
  const committed = await commit(
    ports,
    caseId,
    ({ state, now, policy: present }) => ({
      events: state ? decide(state, { type: 'policy.apply', by, policy }, now, present) : [],
    }),
    { by },
  );
  if (committed) await tellAlarm(alarms, committed);
  return committed?.commit !== undefined;
}
