import { afterAll, beforeAll, expect, test } from 'vitest';

import { withMadeSentences, type Policy } from '../../shared/policy/index.ts';
import type { Fault } from '../support/client.ts';
import { ofType } from '../support/timeline.ts';
import { clockOf, dueChange, World } from './world.ts';

let world: World;
beforeAll(async () => {
  // A Tuesday, 09:00 in Berlin.
  world = await World.start({ now: '2026-11-24T08:00:00Z' });
});
afterAll(() => world.dispose());

interface Put {
  readonly version: string;
  readonly effectiveFrom: string;
  readonly applyTo: string;
  readonly applied: number;
  readonly complete: boolean;
}

const put = (version: string, body: object) =>
  world.client.call<Put & Fault>('PUT', `/api/policy/versions/${version}`, { as: 'operations', body });
const get = async <T>(path: string) => (await world.client.expect<T>(200, 'GET', path)).body;
const inForce = async () => (await get<Policy>('/api/policy')).version;

const twoHours = { targets: { initialResponse: { B: { standard: 'PT2H' } } } };
const threeHours = { targets: { initialResponse: { B: { standard: 'PT3H' } } } };

test('for new cases: what was there keeps its version and its due instant', async () => {
  const old = await world.submit('standard');
  const answer = await put('two', { ...twoHours, applyTo: 'new' });
  expect(answer.status).toBe(201);
  expect(answer.body).toEqual({
    version: 'two',
    effectiveFrom: '2026-11-24T08:00:00Z',
    applyTo: 'new',
    applied: 0,
    failed: 0,
    complete: true,
  });
  const next = await world.submit('standard');
  expect(next).toMatchObject({ policyVersion: 'two', clocks: [{ dueAt: '2026-11-24T10:00:00Z' }] });
  await world.client.advance('PT2M');
  expect(await world.client.read(old.id)).toMatchObject({
    policyVersion: '2026-11-01',
    clocks: [{ target: 'PT4H', dueAt: '2026-11-24T12:00:00Z' }],
  });
  expect(ofType(await world.client.timeline(old.id), 'policy.applied')).toEqual([]);
  await world.act(next.id, 'engineer.contacted');
  await world.act(old.id, 'case.closed');
});

test('for open cases: each moves, with the old and the new due instant on its timeline', async () => {
  const at = await world.client.advanceTo('2026-11-24T09:00:00Z');
  expect(at).toBe('2026-11-24T09:00:00.000Z');
  const waiting = await world.submit('standard');
  const closed = await world.submit('standard');
  await world.act(closed.id, 'case.closed');
  const other = await world.submit('unified');
  await world.client.advanceTo('2026-11-24T09:30:00Z');
  const answer = await put('three', { ...threeHours, applyTo: 'open' });
  // These two, and the one that was answered under version `two`.
  expect(answer).toMatchObject({ status: 201, body: { applied: 3, complete: true } });

  const moved = await world.client.read(waiting.id);
  expect(moved).toMatchObject({ policyVersion: 'three' });
  // Three hours from the submission at 09:00Z.
  expect(clockOf(moved, 'initialResponse')).toMatchObject({
    target: 'PT3H',
    startedAt: '2026-11-24T09:00:00Z',
    dueAt: '2026-11-24T12:00:00Z',
    thresholds: [{ at: '2026-11-24T10:30:00Z' }, { at: '2026-11-24T11:15:00Z' }],
  });
  const timeline = await world.client.timeline(waiting.id);
  expect(ofType(timeline, 'policy.applied')).toMatchObject([
    {
      by: { role: 'operations' },
      decidedAsOf: '2026-11-24T09:30:00Z',
      before: { policyVersion: 'two' },
      after: { policyVersion: 'three' },
    },
  ]);
  expect(ofType(timeline, 'clock.retargeted').map(dueChange)).toEqual([
    { from: '2026-11-24T11:00:00Z', to: '2026-11-24T12:00:00Z' },
  ]);
  // What the version does not change does not move, but is under it too.
  const unmoved = await world.client.timeline(other.id);
  expect(ofType(unmoved, 'policy.applied', 'clock.retargeted').map(({ type }) => type)).toEqual([
    'policy.applied',
  ]);
  expect((await world.client.read(closed.id)).policyVersion).toBe('two');

  await world.client.advanceTo('2026-11-24T12:00:00Z');
  expect((await world.mails(waiting.id)).slice(1)).toEqual([
    '2026-11-24T10:30:00Z responseWarning to operations',
    '2026-11-24T11:15:00Z responseWarning to operations',
    '2026-11-24T12:00:00Z responseBreached to operations',
    '2026-11-24T12:00:00Z responseLate to customer',
  ]);
  await world.act(other.id, 'case.closed');
  await world.act(waiting.id, 'case.closed');
});

test('the same again, in any order of its fields, is the same and changes nothing', async () => {
  const { id } = await world.submit('standard');
  const before = await world.client.timeline(id);
  const versions = await get('/api/policy/versions');
  const again = await put('three', { applyTo: 'open', ...threeHours });
  expect(again).toMatchObject({ status: 200, body: { version: 'three', applied: 0, complete: true } });
  // One that another has followed, too.
  expect(await put('two', { ...twoHours, applyTo: 'new' })).toMatchObject({ status: 200 });
  const read = await get<Policy>('/api/policy/versions/two');
  const reversed = Object.fromEntries(Object.entries(read).reverse());
  expect(await put('two', reversed)).toMatchObject({ status: 200 });
  expect(await get('/api/policy/versions')).toEqual(versions);
  expect(await inForce()).toBe('three');
  await world.client.advance('PT0S');
  const mails = (entry: { type: string }) => entry.type.startsWith('mail.');
  const after = (await world.client.timeline(id)).filter((entry) => !mails(entry));
  expect(after).toEqual(before.filter((entry) => !mails(entry)));
  await world.act(id, 'case.closed');
});

test.each([
  ['another target', { ...twoHours, applyTo: 'open' }],
  ['another instant', { ...threeHours, applyTo: 'open', effectiveFrom: '2026-11-24T09:00:00Z' }],
  ['an instant before', { ...threeHours, applyTo: 'open', effectiveFrom: '2021-01-01T00:00:00Z' }],
  ['other cases', { ...threeHours, applyTo: 'new' }],
])('another body under the same name is refused: %s', async (_name, body) => {
  const before = await get('/api/policy');
  const { status, body: problem } = await put('three', body);
  expect(status).toBe(409);
  expect(problem).toMatchObject({ code: 'policyVersion.exists' });
  expect(problem.detail).toMatch(/choose a new name/);
  expect(await get('/api/policy')).toEqual(before);
});

test('a whole document, as it was read, makes a version', async () => {
  const read = await get<Policy & { versions: object[] }>('/api/policy');
  expect(read.versions.length).toBeGreaterThan(1);
  const targets = structuredClone(read.targets);
  targets.initialResponse.C.standard = 'PT6H';
  const answer = await put('whole', { ...read, targets });
  expect(answer).toMatchObject({ status: 201, body: { version: 'whole', applyTo: 'new' } });
  expect(await inForce()).toBe('whole');
  const { versions: _, ...rest } = read;
  expect(await get('/api/policy/versions/whole')).toEqual(
    withMadeSentences({ ...rest, version: 'whole', targets }),
  );
  const { id, clocks } = await world.submit('standard', { severity: 'C' });
  expect(clocks).toMatchObject([{ target: 'PT6H' }]);
  await world.act(id, 'case.closed');
});

test('a version of the future is applied to open cases by the sweep, once it takes effect', async () => {
  await world.client.advanceTo('2026-11-25T08:00:00Z');
  const { id } = await world.submit('standard');
  const future = { ...twoHours, effectiveFrom: '2026-11-25T09:00:00Z', applyTo: 'open' };
  const answer = await put('future', future);
  expect(answer).toMatchObject({ status: 201, body: { applied: 0, complete: false } });
  expect(await inForce()).toBe('whole');
  await world.client.advanceTo('2026-11-25T08:59:59Z');
  expect(await world.client.read(id)).toMatchObject({ policyVersion: 'whole' });
  await world.client.advanceTo('2026-11-25T09:01:00Z');
  expect(await inForce()).toBe('future');
  // Three hours until 11:00Z have become two until 10:00Z.
  expect(await world.client.read(id)).toMatchObject({
    policyVersion: 'future',
    clocks: [{ target: 'PT2H', dueAt: '2026-11-25T10:00:00Z' }],
  });
  const timeline = await world.client.timeline(id);
  expect(ofType(timeline, 'policy.applied')).toMatchObject([{ by: { kind: 'system', id: 'sweep' } }]);
  expect(ofType(timeline, 'clock.retargeted').map(dueChange)).toEqual([
    { from: '2026-11-25T11:00:00Z', to: '2026-11-25T10:00:00Z' },
  ]);
  await world.client.advanceTo('2026-11-25T09:10:00Z');
  expect(ofType(await world.client.timeline(id), 'policy.applied')).toHaveLength(1);
  await world.act(id, 'case.closed');
});

test('a target that is over already breaks at the change, not before, and what is broken stays so', async () => {
  await world.client.advanceTo('2026-11-26T08:00:00Z');
  const late = await world.submit('professionalDirect', { require24X7Response: true });
  await world.client.advanceTo('2026-11-26T09:30:00Z');
  const oneHour = { targets: { initialResponse: { B: { professionalDirect: 'PT1H' } } } };
  await put('one', { ...oneHour, applyTo: 'open' });
  await world.client.advance('PT0S');
  expect(ofType(await world.client.timeline(late.id), 'clock.breached')).toMatchObject([
    { decidedAsOf: '2026-11-26T09:30:00Z' },
  ]);
  const nineHours = { targets: { initialResponse: { B: { professionalDirect: 'PT9H' } } } };
  await put('nine', { ...nineHours, applyTo: 'open' });
  const view = await world.client.read(late.id);
  expect(view).toMatchObject({ policyVersion: 'nine', clocks: [{ state: 'breached', target: 'PT1H' }] });
});

test('the policy and its parts can be read', async () => {
  const { value } = await get<{ value: { version: string; inForce: boolean }[] }>('/api/policy/versions');
  expect(value.map(({ version }) => version)).toEqual([
    '2026-11-01',
    'two',
    'three',
    'whole',
    'future',
    'one',
    'nine',
  ]);
  expect(value.filter((one) => one.inForce).map(({ version }) => version)).toEqual(['nine']);
  const policy = await get<Policy & { versions: object[] }>('/api/policy');
  expect(policy.versions).toEqual(value);
  expect(policy.rules.length).toBeGreaterThan(40);
  const rule = await get<object>('/api/policy/rules/be-6');
  expect(rule).toMatchObject({ id: 'BE-6', basis: 'ours', policyVersion: 'nine' });
  const two = await get<Policy>('/api/policy/versions/two');
  expect(two).toMatchObject({ version: 'two', ...twoHours });
  // Any role may read it; nobody without a token.
  expect((await world.client.call('GET', '/api/policy', { as: 'nobody' })).status).toBe(401);
});
