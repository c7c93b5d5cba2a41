import { endpoints } from '../shared/api/endpoints.ts';
import { policyFrom, previewView, versionsView } from '../shared/api/policies.ts';
import { Problem } from '../shared/api/input/problem.ts';
import { policiesWith, policyOf } from '../shared/engine/policies/book.ts';
import {
  applyPolicyVersions,
  PolicyVersionExists,
  putPolicyVersion,
} from '../shared/engine/policies/versions.ts';
import { fanOutProgress } from '../shared/engine/many/unfinished.ts';
import { previewPolicy } from '../shared/engine/policies/preview.ts';
import type { Ports } from '../shared/engine/ports.ts';
import { actorOf, type Caller } from '../shared/identity/caller.ts';
import type { Policies } from '../shared/policy/index.ts';
import { serve } from './http.ts';
import { nextLink } from './links.ts';

/** How long a request may go on putting open cases under a new version (ms); the sweep does the rest. */
const patience = 20_000;

serve(endpoints.readPolicy, async ({ ports }) => {
  const now = ports.clock.now();
  const policies = await ports.policies.read();
  return { status: 200, body: { ...policies.inForce(now), versions: versionsView(policies, now).value } };
});

serve(endpoints.readPolicyRule, async ({ params, ports }) => {
  const policy = (await ports.policies.read()).inForce(ports.clock.now());
  const rule = policy.rules.find(({ id }) => id === params.id.toUpperCase());
  if (rule) return { status: 200, body: { ...rule, policyVersion: policy.version } };
  const known = policy.rules.map(({ id }) => id).join(', ');
  throw new Problem(404, 'rule.unknown', `There is no such rule. There are: ${known}.`);
});

serve(endpoints.listPolicyVersions, async ({ caller, ports }) => {
  const policies = await ports.policies.read();
  const { value } = versionsView(policies, ports.clock.now());
  const names = value.map(({ version }) => version);
  const progress = await progressFor(caller, ports, policies, names);
  return { status: 200, body: { value: value.map((one) => ({ ...one, ...progress.get(one.version) })) } };
});

serve(endpoints.readPolicyVersion, async ({ params: { version }, caller, ports }) => {
  const policies = await policiesWith(ports.policies, version);
  if (policies.version(version) || policies.unreadable.has(version)) {
    const policy = policyOf(policies, { policyVersion: version });
    const progress = await progressFor(caller, ports, policies, [version]);
    return { status: 200, body: { ...policy, ...progress.get(version) } };
  }
  throw new Problem(
    404,
    'policyVersion.unknown',
    'There is no version of this name: see GET /api/policy/versions.',
  );
});

serve(endpoints.previewPolicy, async ({ request, query, body, ports }) => {
  const now = ports.clock.now();
  const base = (await ports.policies.read()).inForce(now);
  const policy = policyFrom({ ...body, effectiveFrom: undefined, applyTo: 'open' }, 'preview', base, now);
  const preview = await previewPolicy(ports, policy, query);
  const { continuation } = preview;
  const more = continuation === undefined ? undefined : { continuation };
  return { status: 200, body: { ...previewView(preview, now), ...nextLink(request, more) } };
});

serve(endpoints.putPolicyVersion, async ({ params, body, caller, ports, alarms }) => {
  const now = ports.clock.now();
  const policies = await ports.policies.reread();
  // A version that is put again is laid over itself: it is the same whatever has come into force since.
  const known = policies.version(params.version);
  const policy = policyFrom(
    { ...body, effectiveFrom: body.effectiveFrom ?? known?.effectiveFrom },
    params.version,
    known ?? policies.inForce(now),
    now,
  );
  const outcome = await put();
  const until = ports.wallClock.now() + patience;
  const { done, failed, complete } = await applyPolicyVersions(
    ports,
    alarms,
    actorOf(caller, 'operations'),
    until,
  );
  const inForce = Date.parse(policy.effectiveFrom) <= now;
  return {
    status: outcome === 'created' ? 201 : 200,
    body: {
      version: policy.version,
      effectiveFrom: policy.effectiveFrom,
      applyTo: body.applyTo,
      applied: done,
      failed,
      complete: complete && (inForce || body.applyTo === 'new'),
    },
  };

  async function put() {
    try {
      return await putPolicyVersion(ports, { policy, applyTo: body.applyTo, putBy: caller.subject }, now);
    } catch (error) {
      if (!(error instanceof PolicyVersionExists)) throw error;
      throw new Problem(
        409,
        'policyVersion.exists',
        'Another policy of this name is kept, and a version never changes: choose a new name.',
        {},
        { cause: error },
      );
    }
  }
});

/** How far versions have been put over open cases, by their names: for operations, since it counts all of these. */
async function progressFor(caller: Caller, ports: Ports, policies: Policies, versions: readonly string[]) {
  const names = versions.flatMap((id) => {
    const since = policies.putOf(id)?.putAt;
    return since === undefined ? [] : [{ of: 'policyVersion', id, since } as const];
  });
  const found = caller.roles.includes('operations') ? await fanOutProgress(ports, names) : [];
  return new Map(
    names.flatMap(({ id }, index) => (found[index] ? [[id, { progress: found[index] }] as const] : [])),
  );
}
