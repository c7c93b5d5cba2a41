import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import type { CaseView } from '../../shared/api/schemas.ts';
import type { Policy } from '../../shared/policy/index.ts';
import { ofType } from '../support/timeline.ts';
import { clockOf, World } from './world.ts';

/** What was begun and cut off by `kill -9` is finished by whoever comes next. */
let world: World;
let day = 0;
beforeAll(async () => {
  world = await World.start({ now: '2026-11-24T08:00:00Z' });
});
afterAll(() => world.dispose());

/** Each test has a day of its own. */
beforeEach(async () => {
  const at = new Date(Date.parse('2026-11-24T08:00:00Z') + day * 86_400_000).toISOString();
  await world.client.advanceTo(at);
  day += 1;
});

interface Page {
  readonly value: readonly { readonly policyVersion: string }[];
}

const twoHours = { targets: { initialResponse: { B: { standard: 'PT2H' } } }, applyTo: 'open' };

test('a version of the policy, and the cases under it', async () => {
  const { id } = await world.submit('standard');
  await world.putPolicy('kept', twoHours);
  const before = await world.client.expect<Policy>(200, 'GET', '/api/policy');
  const view = await world.client.read(id);
  expect(view).toMatchObject({ policyVersion: 'kept', clocks: [{ target: 'PT2H' }] });
  await world.product.kill9();
  await world.product.restart();
  expect((await world.client.expect(200, 'GET', '/api/policy')).text).toBe(before.text);
  expect(await world.client.read(id)).toEqual(view);
  const again = await world.client.call('PUT', '/api/policy/versions/kept', {
    as: 'operations',
    body: twoHours,
  });
  expect(again.status).toBe(200);
  await world.act(id, 'case.closed');
});

test('an advisory case whose break-fix case was killed right after the answer', async () => {
  const slow = { problemType: 'performance', scope: 'isolated', require24X7Response: true };
  const { id } = await world.submit('unified', slow);
  await world.act(id, 'engineer.contacted');
  await world.act(id, 'investigation.started');
  await world.client.advance('PT2H');
  const { linkedCases } = await world.act(id, 'advisory.continued');
  await world.product.kill9();
  await world.product.restart();
  await world.client.advance('PT3M');
  const advisory = await world.client.read(linkedCases[0]?.id ?? '');
  expect(advisory).toMatchObject({ status: 'open', linkedCases: [{ id, kind: 'breakFix' }] });
  expect(clockOf(advisory, 'initialResponse').state).toBe('running');
  const mails = await world.mails(advisory.id);
  expect(mails.filter((mail) => mail.includes('acknowledgement to customer'))).toHaveLength(1);
  const timeline = await world.client.timeline(id);
  expect(ofType(timeline, 'advisory.opened')).toHaveLength(1);
});

/** Whether a request was cut off by the death of its process. */
const isCut = (request: Promise<unknown>) =>
  request.then(
    () => false,
    () => true,
  );

test('an analysis that was being attached reaches every case, once', async () => {
  // A round whose request was answered before the kill has cut nothing off: then another has to.
  for (let round = 0, cut = false; !cut; round += 1) {
    const incident = { id: `INC-${round}`, published: false, affected: 'multipleCustomers' };
    const ids: string[] = [];
    for (let index = 0; index < 20; index += 1) {
      const { id } = await world.submit('standard');
      await world.act(id, { type: 'rca.requested', incident });
      ids.push(id);
    }
    const publish = world.client.call('PUT', `/api/incidents/INC-${round}`, {
      as: 'operations',
      body: { title: 'Sign-in fails', affected: 'multipleCustomers', rca: { location: 'the dashboard' } },
    });
    const ending = isCut(publish);
    const isAttached = async (id: string) => (await world.client.read(id)).incidents[0]?.attached ?? false;
    while (!(await isAttached(ids[0] ?? '')));
    await world.product.kill9();
    cut = await ending;
    await world.product.restart();
    await world.client.advance('PT3M');
    for (const id of ids) {
      expect(ofType(await world.client.timeline(id), 'rca.attached')).toHaveLength(1);
      const mails = (await world.mails(id)).filter((mail) => mail.includes('rcaPublished to customer'));
      expect(mails).toHaveLength(1);
    }
  }
});

test('a version that was being applied to many cases is applied to all of them, once', async () => {
  for (let round = 0, cut = false; !cut; round += 1) {
    const name = `cut-${round}`;
    const ids: string[] = [];
    for (let batch = 0; batch < 10; batch += 1) {
      const views = await Promise.all(Array.from({ length: 8 }, () => world.submit('standard')));
      ids.push(...views.map(({ id }) => id));
    }
    const standard = round % 2 === 0 ? 'PT3H' : 'PT2H';
    const version = { targets: { initialResponse: { B: { standard } } }, applyTo: 'open' };
    const put = world.client.call('PUT', `/api/policy/versions/${name}`, { as: 'operations', body: version });
    const ending = isCut(put);
    const applied = async () => {
      const views = await world.client.all<CaseView>('/api/cases?status=open&top=200');
      return views.filter(({ id, policyVersion }) => ids.includes(id) && policyVersion === name).length;
    };
    // The newest comes first.
    const first = () => world.client.expect<Page>(200, 'GET', '/api/cases?status=open&top=1');
    while ((await first()).body.value[0]?.policyVersion !== name);
    await world.product.kill9();
    const died = await ending;
    await world.product.restart();
    const reached = await applied();
    expect(reached).toBeGreaterThan(0);
    cut = died && reached < ids.length;

    await world.client.advance('PT3M');
    expect(await applied()).toBe(ids.length);
    for (const id of ids) {
      const timeline = await world.client.timeline(id);
      expect(ofType(timeline, 'policy.applied')).toHaveLength(1);
      expect(ofType(timeline, 'clock.retargeted')).toHaveLength(1);
      await world.act(id, 'case.closed');
    }
  }
});
