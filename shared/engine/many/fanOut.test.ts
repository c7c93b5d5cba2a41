/** What is put over many cases: each case fails alone, and whatever fails, the others are done. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Actor } from '../../cases/index.ts';
import { openSqliteStore } from '../../store/sqlite/store.ts';
import type { CaseStore } from '../../store/types.ts';
import { submitCase } from '../commands/act.ts';
import { sweep } from '../alarm/sweep.ts';
import { storedPolicies } from '../policies/book.ts';
import { applyPolicyVersions, putPolicyVersion } from '../policies/versions.ts';
import { laterPolicy } from '../testing/plan.ts';
import { silentAlarms, submission, testPorts } from '../testing/ports.ts';
import { incidentKey } from '../commit/projection.ts';
import { putIncident } from './incidents.ts';
import { fanOutStates } from './unfinished.ts';

const by: Actor = { kind: 'caller', id: 'o-1', role: 'operations' };
const minute = 60_000;
const cases = 230;

let store: CaseStore;
let ports: ReturnType<typeof testPorts>;
let poisoned: Set<string>;
let loads: string[];
let warned: string[];
beforeEach(async () => {
  store = openSqliteStore({ path: ':memory:' });
  poisoned = new Set();
  loads = [];
  warned = [];
  const failing: CaseStore = {
    ...store,
    load: (caseId, foldVersion) => {
      loads.push(caseId);
      return poisoned.has(caseId) ? Promise.reject(new Error('poison')) : store.load(caseId, foldVersion);
    },
  };
  ports = { ...testPorts(failing), warn: (message) => void warned.push(message) };
  for (let index = 0; index < cases; index += 1) {
    await submitCase(ports, silentAlarms, submission(`c-${index}`, { severity: 'C' }));
  }
  const policy = laterPolicy({ approval: false }, '2026-11-20T08:00:00Z');
  await putPolicyVersion(ports, { policy, applyTo: 'open' }, ports.clock.now());
  loads = [];
});
afterEach(() => store.close());

const long = () => ports.wallClock.now() + 10 * minute;
const apply = (until = long()) => applyPolicyVersions(ports, silentAlarms, by, until);
const left = () => store.count({ status: 'open', notUnder: 'later', now: ports.clock.now() });
const isApplied = async () => {
  const entry = await store.registry.get('policyVersion', 'later');
  const reading = storedPolicies.read(entry?.body);
  return reading.ok && reading.value.applied;
};
async function pass(minutes: number) {
  for (let passed = 0; passed < minutes; passed += 1) {
    ports.clock.advance(minute);
    await sweep(ports, silentAlarms);
  }
}

describe('a fan-out', () => {
  it('goes on where it was left when its time was up, and loses nobody', async () => {
    let calls = 0;
    // Time is up in the middle of a page.
    const stopped = { ...ports, wallClock: { ...ports.wallClock, now: () => (calls++ > 40 ? long() : 0) } };
    const first = await applyPolicyVersions(stopped, silentAlarms, by, minute);
    expect(first.complete).toBe(false);
    expect(first.done).toBeGreaterThan(0);
    expect(await fanOutStates(ports)).toMatchObject([
      { of: 'policyVersion', id: 'later', done: first.done, left: cases - first.done, failed: 0 },
    ]);
    expect(await apply()).toEqual({ done: cases - first.done, failed: 0, complete: true });
    expect(await left()).toBe(0);
  });

  it('is finished though a case cannot be done, which is tried again ever more rarely, and shown', async () => {
    poisoned.add('c-7');
    expect(await apply()).toEqual({ done: cases - 1, failed: 1, complete: false });
    await pass(6);
    expect(await isApplied()).toBe(true);
    const [state] = await fanOutStates(ports);
    expect(state).toMatchObject({ id: 'later', done: cases - 1, left: 0, failed: 1, finished: true });
    expect(state?.failing).toMatchObject([{ caseId: 'c-7', error: 'poison' }]);
    loads = [];
    await pass(240);
    const tries = loads.filter((caseId) => caseId === 'c-7').length;
    expect(tries).toBeGreaterThan(2);
    expect(tries).toBeLessThan(20);

    poisoned.clear();
    await pass(61);
    expect(await left()).toBe(0);
    expect(await fanOutStates(ports)).toEqual([]);
  });

  it('of which every case fails is tried again as rarely, and comes to its end', async () => {
    for (let index = 0; index < cases; index += 1) poisoned.add(`c-${index}`);
    expect(await apply()).toMatchObject({ done: 0, failed: cases });
    const [state] = await fanOutStates(ports);
    expect(state?.failing).toHaveLength(200);
    loads = [];
    await pass(60);
    expect(loads.length).toBeLessThan(15 * cases);
    poisoned.clear();
    await pass(70);
    expect(await left()).toBe(0);
    expect(await isApplied()).toBe(true);
  });

  it('says so once a run, not once a case', async () => {
    for (let index = 0; index < 50; index += 1) poisoned.add(`c-${index}`);
    await apply();
    expect(warned.length).toBeLessThanOrEqual(3);
  });

  it('holds up no other', async () => {
    for (let index = 0; index < cases; index += 1) poisoned.add(`c-${index}`);
    const incident = { id: 'INC-1', title: 'Outage', affected: 'multipleCustomers' as const };
    await putIncident(ports, { ...incident, rca: { location: 'https://status.example/1' } });
    await pass(6);
    const kept = await store.registry.get('incident', 'INC-1');
    expect(kept?.body).toMatchObject({ attached: true });
    expect(await store.count({ awaits: incidentKey('INC-1'), now: ports.clock.now() })).toBe(0);
  });

  it('that is asked for by two at once is done once', async () => {
    const [one, other] = await Promise.all([apply(), apply()]);
    expect(one.done + other.done).toBeLessThanOrEqual(cases);
    await pass(6);
    expect(await left()).toBe(0);
    const commits = await store.readFrom('c-3', 1, 100);
    const applied = commits.flatMap(({ events }) => events).filter(({ type }) => type === 'policy.applied');
    expect(applied).toHaveLength(1);
  });
});
