import { afterAll, beforeAll, expect, test } from 'vitest';

import { ofType } from '../support/timeline.ts';
import { clockOf, World } from './world.ts';

/** Best effort goes on as an advisory case (BE-3). */
let world: World;
beforeAll(async () => {
  // A Tuesday, 09:00 in Berlin.
  world = await World.start({ now: '2026-11-24T08:00:00Z' });
});
afterAll(() => world.dispose());

const slow = { problemType: 'performance', scope: 'isolated', require24X7Response: true };

/** A case that support has worked on since now. */
async function worked(tenant = 'unified'): Promise<string> {
  const { id } = await world.submit(tenant, slow);
  await world.act(id, 'engineer.contacted');
  await world.act(id, 'investigation.started');
  return id;
}

test('linked both ways, with clocks and an acknowledgement of its own', async () => {
  const id = await worked();
  await world.client.advanceTo('2026-11-24T09:59:59.999Z');
  const early = await world.tryTo(id, 'advisory.continued');
  expect(early.status).toBe(409);
  expect(early.body.allowed).not.toContain('advisory.continued');
  await world.client.advanceTo('2026-11-24T10:00:00Z');
  const key = { headers: { 'idempotency-key': 'go on' } };
  const answer = await world.tryTo(id, { type: 'advisory.continued', message: 'Please go on' }, key);
  expect(answer.status).toBe(200);
  const [link] = answer.body.linkedCases;
  expect(link?.kind).toBe('advisory');

  const advisory = await world.client.read(link?.id ?? '');
  expect(advisory).toMatchObject({
    category: 'advisory',
    status: 'open',
    tenantId: 'unified',
    plan: 'unified',
    severity: 'B',
    coverage: '24x7',
    submittedAt: '2026-11-24T10:00:00Z',
    linkedCases: [{ id, kind: 'breakFix' }],
  });
  expect(advisory.clocks).toMatchObject([
    { kind: 'initialResponse', state: 'running', target: 'PT2H', dueAt: '2026-11-24T12:00:00Z' },
  ]);
  expect((await world.client.timeline(advisory.id))[0]?.rules).toEqual(['BE-3', 'PLAN-3']);
  expect(ofType(await world.client.timeline(id), 'advisory.continued', 'advisory.opened')).toMatchObject([
    { rules: ['BE-3'], data: { advisoryCaseId: advisory.id, message: 'Please go on' } },
    { rules: ['BE-3'], data: { advisoryCaseId: advisory.id } },
  ]);

  // Once: the same request is the same case, another makes no sense.
  const again = await world.tryTo(id, { type: 'advisory.continued', message: 'Please go on' }, key);
  expect(again).toMatchObject({ status: 200, text: answer.text });
  expect((await world.tryTo(id, 'advisory.continued')).status).toBe(409);
  const listed = await world.client.all<{ id: string }>('/api/cases?tenantId=unified');
  const cases = await Promise.all(listed.map((one) => world.client.read(one.id)));
  expect(cases.filter(({ category }) => category === 'advisory')).toHaveLength(1);

  // Both live on: the new one's first response can be given, no budget is counted on it.
  await world.act(advisory.id, 'engineer.contacted');
  const begun = await world.act(advisory.id, 'investigation.started');
  expect(begun.clocks.map(({ kind, state }) => [kind, state])).toEqual([['initialResponse', 'met']]);
  await world.client.advanceTo('2026-11-24T16:00:00Z');
  expect(await world.mails(advisory.id)).toEqual(['2026-11-24T10:00:00Z acknowledgement to customer']);
  expect((await world.client.read(id)).status).toBe('closed');
  // It goes on already, so it is not offered any more.
  expect(await world.mails(id)).not.toContainEqual(expect.stringContaining('advisoryOffered'));
  expect((await world.client.read(advisory.id)).status).toBe('open');
});

test('until the end of the fifth business day after the closing', async () => {
  await world.client.advanceTo('2026-11-25T08:00:00Z');
  const [inTime, late] = [await worked(), await worked('premier')];
  await world.client.advanceTo('2026-11-25T12:00:00Z');
  // Closed on a Wednesday; Thursday, Friday, Monday, Tuesday, Wednesday 2 December, whose end in Berlin is 23:00Z.
  const [offer] = await world.client.mail({ caseId: inTime, kind: 'advisoryOffered' });
  expect(offer?.text).toMatch(/3\s(December|de diciembre|décembre)\s2026|3\.\sDezember\s2026|2026年12月3日/);
  await world.client.advanceTo('2026-12-02T22:59:59.999Z');
  const { linkedCases } = await world.act(inTime, 'advisory.continued');
  expect(linkedCases).toHaveLength(1);
  expect(clockOf(await world.client.read(linkedCases[0]?.id ?? ''), 'initialResponse').state).toBe('running');
  await world.client.advanceTo('2026-12-02T23:00:00Z');
  const { status, body } = await world.tryTo(late, 'advisory.continued');
  expect(status).toBe(409);
  expect(body.allowed).toContain('case.reopenRequested');
  expect(body.allowed).not.toContain('advisory.continued');
});

test('not by a plan without it, not for a case that was closed on request', async () => {
  await world.client.advanceTo('2026-12-03T08:00:00Z');
  const [direct, closed] = [await worked('professionalDirect'), await worked()];
  await world.client.advanceTo('2026-12-03T10:30:00Z');
  const refused = await world.tryTo(direct, 'advisory.continued');
  expect(refused.status).toBe(422);
  expect(refused.body).toMatchObject({ code: 'plan.noContinuation', rules: ['BE-3'] });
  await world.act(closed, 'case.closed');
  expect((await world.tryTo(closed, 'advisory.continued')).status).toBe(409);
});
