/** What operations put over a calendar: for whom it counts, what it moves, and what stays as it was promised. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { CaseView } from '../../shared/api/schemas.ts';
import type { CallOptions, Fault } from '../support/client.ts';
import { ofType } from '../support/timeline.ts';
import { clockOf, dueChange, World, type Changes } from './world.ts';

let world: World;
beforeAll(async () => {
  // A Tuesday, 13:00 in Berlin: four hours until closing.
  world = await World.start({ now: '2026-11-24T12:00:00Z' });
});
afterAll(() => world.dispose());

interface Layer {
  readonly layer: number;
  readonly version: string;
  readonly effectiveFrom: string;
  readonly putBy: string;
  readonly putAt: string;
  readonly applied: number;
  readonly complete: boolean;
}
interface Proof {
  readonly counted: string;
  readonly dueAt: string;
  readonly calendar: { readonly version: string };
}
interface Preview {
  readonly moved: readonly object[];
  readonly breaching: readonly object[];
  readonly cases: number;
}

const path = (place: string, action = '') => {
  const [country, region] = place.split('-');
  return `/api/calendars/${country}${action}${region === undefined ? '' : `?region=${region}`}`;
};
const operations: CallOptions = { as: 'operations' };
const put = (place: string, body: object, options = operations) =>
  world.client.call<Layer & Fault>('PUT', path(place), { ...options, body });
const preview = async (place: string, body: object) =>
  (await world.client.expect<Preview>(200, 'POST', path(place, '/preview'), { ...operations, body })).body;
const proof = async ({ id }: Pick<CaseView, 'id'>) =>
  (await world.client.expect<Proof>(200, 'GET', `/api/cases/${id}/clocks/initialResponse/proof`)).body;
/** Eight business hours. */
const submit = (changes: Changes = {}) => world.submit('standard', { severity: 'C', ...changes });
const dueOf = (state: CaseView) => clockOf(state, 'initialResponse').dueAt;
const close = (...cases: readonly CaseView[]) =>
  Promise.all(cases.map(({ id }) => world.act(id, 'case.closed')));

const wednesday = { date: '2026-11-25', name: 'Mourning' };
const thursday = { date: '2026-11-26', name: 'Mourning' };
const over = (...add: object[]) => ({ effectiveFrom: '2026-11-24T12:00:00Z', holidays: { add, remove: [] } });

describe('two layers', () => {
  let first: CaseView;
  let second: CaseView;

  test('for new cases: what was there keeps its due instant and proves under its own version', async () => {
    first = await submit();
    expect(dueOf(first)).toBe('2026-11-25T12:00:00Z');
    const before = await proof(first);
    expect(before).toMatchObject({
      counted: 'PT8H',
      calendar: { version: expect.stringMatching(/^DE\.[0-9a-f]{16}$/) as string },
    });

    const answer = await put('DE', over(wednesday));
    expect(answer.status).toBe(201);
    expect(answer.headers.get('etag')).toBe('"DE.1"');
    expect(answer.body).toMatchObject({
      country: 'DE',
      region: null,
      layer: 1,
      version: `${before.calendar.version}+DE.1`,
      effectiveFrom: '2026-11-24T12:00:00Z',
      holidays: { add: [wednesday], remove: [] },
      workingDays: { add: [] },
      applyTo: 'new',
      putAt: '2026-11-24T12:00:00Z',
      applied: 0,
      failed: 0,
      complete: true,
    });
    expect(answer.body.putBy).not.toBe('');

    second = await submit();
    expect(dueOf(second)).toBe('2026-11-26T12:00:00Z');
    expect(await proof(second)).toMatchObject({
      counted: 'PT8H',
      calendar: { version: answer.body.version },
    });
    await put('DE', over(wednesday, thursday));
    const third = await submit();
    expect(dueOf(third)).toBe('2026-11-27T12:00:00Z');
    expect((await proof(third)).calendar.version).toMatch(/\+DE\.2$/);

    await world.client.advance('PT2M');
    expect(await proof(first)).toEqual(before);
    expect(dueOf(await world.client.read(second.id))).toBe('2026-11-26T12:00:00Z');
    expect(ofType(await world.client.timeline(first.id), 'calendar.applied')).toEqual([]);
    await close(third);
  });

  test('a preview tells what applying it would move, and moves nothing', async () => {
    const before = await Promise.all([first, second].map(({ id }) => world.client.timeline(id)));
    const { moved, breaching, cases } = await preview('DE', over());
    expect(cases).toBe(2);
    expect(moved).toEqual([
      {
        ...{ caseId: second.id, reference: second.reference },
        ...{ tenantId: second.tenantId, title: second.title },
        clock: 'initialResponse',
        clockId: clockOf(second, 'initialResponse').id,
        from: '2026-11-26T12:00:00Z',
        to: '2026-11-25T12:00:00Z',
      },
    ]);
    expect(breaching).toEqual([]);
    expect(await Promise.all([first, second].map(({ id }) => world.client.timeline(id)))).toEqual(before);
    expect((await put('DE', over(wednesday, thursday))).body.layer).toBe(2);
  });

  test('`apply` moves open cases to the layer in force, with old and new due instants', async () => {
    const answer = await world.client.expect<object>(200, 'POST', path('DE', '/apply'), operations);
    const next = await submit();
    const { calendar } = await proof(next);
    expect(answer.body).toEqual({
      country: 'DE',
      region: null,
      version: calendar.version,
      applied: 2,
      failed: 0,
      complete: true,
    });
    for (const [one, from] of [
      [first, '2026-11-25T12:00:00Z'],
      [second, '2026-11-26T12:00:00Z'],
    ] as const) {
      const timeline = await world.client.timeline(one.id);
      expect(ofType(timeline, 'calendar.applied')).toMatchObject([
        {
          by: { role: 'operations' },
          rules: ['BH-4'],
          after: { calendar: calendar.version },
          data: {
            version: calendar.version,
            moved: [
              {
                clockId: clockOf(one, 'initialResponse').id,
                kind: 'initialResponse',
                from,
                to: '2026-11-27T12:00:00Z',
              },
            ],
          },
        },
      ]);
      expect(ofType(timeline, 'clock.retargeted').map(dueChange)).toEqual([
        { from, to: '2026-11-27T12:00:00Z' },
      ]);
      expect(await proof(one)).toMatchObject({ counted: 'PT8H', dueAt: '2026-11-27T12:00:00Z', calendar });
    }
    // Again, there is nothing left to move.
    const again = await world.client.expect<object>(200, 'POST', path('DE', '/apply'), operations);
    expect(again.body).toMatchObject({ applied: 0, complete: true });
    await close(first, second, next);
  });
});

test('the same body makes no new version, in whatever order and offset it is told', async () => {
  const before = await put('DE', over(wednesday, thursday));
  expect(before).toMatchObject({ status: 200, body: { layer: 2 } });
  const reordered = {
    applyTo: 'new',
    workingDays: { add: [] },
    holidays: { remove: [], add: [thursday, wednesday] },
    effectiveFrom: '2026-11-24T13:00:00+01:00',
  };
  expect(await put('DE', reordered)).toMatchObject({ status: 200, body: before.body });
  const { effectiveFrom: _, ...noInstant } = reordered;
  expect(await put('DE', noInstant)).toMatchObject({ status: 200, body: { layer: 2 } });
  const other = await put('DE', over(thursday));
  expect(other).toMatchObject({ status: 201, body: { layer: 3 } });
  // What was put before the last one is another again.
  expect(await put('DE', reordered)).toMatchObject({ status: 201, body: { layer: 4 } });
});

test('If-Match counts', async () => {
  const ifMatch = (tag: string) => ({ ...operations, headers: { 'if-match': tag } });
  const { headers } = await world.client.expect(200, 'GET', path('DE'), operations);
  expect(headers.get('etag')).toBe('"DE.4"');
  expect(await put('DE', over(), ifMatch('"DE.3"'))).toMatchObject({
    status: 412,
    body: { code: 'calendar.changed' },
  });
  expect((await put('FR', over(), ifMatch('*'))).status).toBe(412);
  expect((await put('DE', over(), ifMatch('"DE.4"'))).body.layer).toBe(5);
});

test('the calendar shows it: what comes from operations, and to them what they put', async () => {
  const body = {
    effectiveFrom: '2026-11-24T12:00:00Z',
    holidays: { add: [wednesday], remove: ['2026-12-26'] },
    workingDays: { add: [{ date: '2026-12-05', name: 'In its place', hours: [['10:00', '14:00']] }] },
  };
  await put('DE', body);
  const { body: seen } = await world.client.expect<{ holidays: { date: string }[] }>(
    200,
    'GET',
    path('DE'),
    operations,
  );
  expect(seen).toMatchObject({
    version: expect.stringMatching(/\+DE\.6$/) as string,
    workingDays: [
      { date: '2026-12-05', name: 'In its place', hours: [['10:00', '14:00']], sources: ['operations'] },
    ],
    layer: { layer: 6, ...body, applyTo: 'new' },
  });
  const dates = seen.holidays.filter(({ date }) => date >= '2026-11-01');
  expect(dates).toEqual([
    { ...wednesday, status: 'official', sources: ['operations'] },
    { date: '2026-12-25', name: 'Christmas Day', status: 'confirmed', sources: ['python-holidays'] },
  ]);
  const asCustomer = { as: { role: 'integration', tenantId: 'standard' } } as const;
  const theirs = (await world.client.expect<object>(200, 'GET', path('DE'), asCustomer)).body;
  expect(theirs).not.toHaveProperty('layer');
  expect(theirs).toMatchObject({ workingDays: [{ date: '2026-12-05' }] });
});

test('a due instant without a case is that of a new one', async () => {
  const deadline = {
    schedule: 'businessHours',
    country: 'DE',
    start: '2026-11-24T12:00:00Z',
    duration: 'PT8H',
  };
  const answer = await world.client.expect<Proof>(200, 'POST', '/api/deadlines', { body: deadline });
  // Saturday 5 December is worked for four hours: 30 h from Monday, 30 November, 09:00.
  expect(answer.body.dueAt).toBe('2026-11-26T12:00:00Z');
  expect(answer.body.calendar.version).toMatch(/\+DE\.6$/);
  const week = { ...deadline, start: '2026-12-04T15:00:00Z', duration: 'PT3H' };
  const over = await world.client.expect<Proof>(200, 'POST', '/api/deadlines', { body: week });
  expect(over.body.dueAt).toBe('2026-12-05T11:00:00Z');
});

test('a region has a layer of its own, which counts in place of its country’s', async () => {
  const bavarian = { contactDetails: { region: 'DE-BY' } };
  const saxon = { contactDetails: { region: 'SN' } };
  await put('DE', over(wednesday));
  const inherited = await submit(bavarian);
  expect(dueOf(inherited)).toBe('2026-11-26T12:02:00Z');
  const before = await preview('DE-BY', over(thursday));
  expect(before).toMatchObject({ cases: 1, moved: [{ caseId: inherited.id, to: '2026-11-25T12:02:00Z' }] });
  const answer = await put('DE-BY', { ...over(thursday), applyTo: 'open' });
  expect(answer).toMatchObject({ status: 201, body: { region: 'BY', layer: 1, applied: 1, complete: true } });
  expect(dueOf(await world.client.read(inherited.id))).toBe('2026-11-25T12:02:00Z');
  const elsewhere = await submit(saxon);
  expect(dueOf(elsewhere)).toBe('2026-11-26T12:02:00Z');
  // What is put over the country passes by the region that has its own.
  await world.client.advance('PT1M');
  expect(await put('DE', { ...over(), applyTo: 'open' })).toMatchObject({ body: { complete: true } });
  expect(dueOf(await world.client.read(elsewhere.id))).toBe('2026-11-25T12:02:00Z');
  expect(ofType(await world.client.timeline(inherited.id), 'calendar.applied')).toHaveLength(1);
  await close(inherited, elsewhere);
});

test('for open cases from a later instant on: the sweep does it then', async () => {
  const one = await submit();
  const due = dueOf(one);
  const from = { ...over(wednesday), effectiveFrom: '2026-11-24T13:00:00Z', applyTo: 'open' };
  expect(await put('DE', from)).toMatchObject({ status: 201, body: { applied: 0, complete: false } });
  await world.client.advanceTo('2026-11-24T12:59:59Z');
  expect(dueOf(await world.client.read(one.id))).toBe(due);
  await world.client.advanceTo('2026-11-24T13:01:00Z');
  expect(dueOf(await world.client.read(one.id))).not.toBe(due);
  expect(ofType(await world.client.timeline(one.id), 'calendar.applied')).toMatchObject([
    { by: { kind: 'system', id: 'sweep' } },
  ]);
  await world.client.advanceTo('2026-11-24T13:10:00Z');
  expect(ofType(await world.client.timeline(one.id), 'calendar.applied')).toHaveLength(1);
  await close(one);
});

test('a clock that was over before proves under the calendar it had, also from the stream alone', async () => {
  const { client } = world;
  await put('DE', over());
  const one = await submit();
  const promised = await proof(one);
  await world.act(one.id, 'engineer.contacted');
  const asked = clockOf(await world.act(one.id, 'engineer.requestedInformation'), 'customerReply');
  // Asked again, the first question's clock is no part of the live case any more.
  const again = clockOf(await world.act(one.id, 'engineer.requestedInformation'), 'customerReply');
  const proofOf = async (id: string) =>
    (await client.expect<Proof>(200, 'GET', `/api/cases/${one.id}/clocks/${id}/proof`)).body;
  const before = await proofOf(asked.id);
  await put('DE', { ...over(wednesday), applyTo: 'open' });
  expect(await proof(one)).toEqual(promised);
  expect(await proofOf(asked.id)).toEqual(before);
  const moved = await proofOf(again.id);
  expect(moved.calendar.version).not.toBe(promised.calendar.version);

  // Another process knows the layers that cases name as soon as it reads one.
  await world.product.stop();
  await world.product.restart();
  expect(await world.client.call('GET', '/api/cases?status=open')).toMatchObject({ status: 200 });
  const { body } = await world.client.expect<Preview>(200, 'POST', '/api/policy/preview', {
    ...operations,
    body: { targets: { initialResponse: { C: { standard: 'PT4H' } } } },
  });
  expect(body.cases).toBe(1);
  const fromThen = async (id: string) =>
    (await world.client.expect<Proof>(200, 'GET', `/api/cases/${one.id}/clocks/${id}/proof`)).body;
  expect(await fromThen(asked.id)).toEqual(before);
  expect(await fromThen(again.id)).toEqual(moved);
  await close(one);
});
