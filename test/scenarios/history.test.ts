/** A case of elsewhere is brought along with its past, and lives on here. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import type { CaseView, TimelineEntry } from '../../shared/api/schemas.ts';
import type { CallOptions, Fault } from '../support/client.ts';
import { Product, start } from '../support/product.ts';
import { contoso, submission } from '../support/samples.ts';

let product: Product;
let begin: number;
beforeAll(async () => {
  product = await Product.start();
  await product.client.putEntitlement('contoso', contoso);
});
afterAll(() => product.dispose());
beforeEach(() => {
  begin = Date.parse(start) - 60 * 86_400_000;
});

const customer = { as: { role: 'integration', tenantId: 'contoso' } } as const;
const at = (minutes: number) => new Date(begin + minutes * 60_000).toISOString();
const happened = (minutes: number, type: string, more: object = {}) => ({
  type,
  occurredAt: at(minutes),
  ...more,
});
const old = () => ({ ...submission, problemStartTime: at(-30), submittedAt: at(0) });
const tryTo = (body: object, options: CallOptions = {}) =>
  product.client.call<CaseView & Fault>('POST', '/api/cases', { ...options, body });

test('a life of 500 events is brought along in one commit, and nobody is told', async () => {
  const talk = Array.from({ length: 497 }, (_, index) =>
    happened(60 + index, index % 2 === 0 ? 'engineer.requestedInformation' : 'customer.replied', {
      message: `About the ${index}th point: ${'what was said '.repeat(30)}`,
    }),
  );
  const events = [
    happened(20, 'engineer.contacted', { message: 'Called.' }),
    ...talk,
    happened(700, 'engineer.proposedResolution'),
    happened(720, 'customer.acceptedResolution'),
  ];
  expect(events).toHaveLength(500);
  expect(JSON.stringify(events).length).toBeGreaterThan(256 * 1024);
  const brought = await product.client.submit({ ...old(), events });
  expect(brought).toMatchObject({
    status: 'closed',
    submittedAt: at(0).replace('.000', ''),
    closing: { reason: 'resolutionAccepted' },
  });
  const response = brought.clocks.find(({ kind }) => kind === 'initialResponse');
  expect(response).toMatchObject({ state: 'met', stoppedAt: at(20).replace('.000', '') });
  await product.client.advance('PT168H');
  expect(await product.client.mail({ caseId: brought.id })).toEqual([]);
  const timeline = await product.client.all<TimelineEntry>(
    `/api/cases/${brought.id}/timeline?top=200`,
    customer,
  );
  expect(timeline.length).toBeGreaterThan(500);
  expect(timeline.filter(({ imported }) => imported !== true)).toEqual([]);
  const found = await product.client.all<CaseView>('/api/cases?status=closed', customer);
  expect(found.map(({ id }) => id)).toContain(brought.id);
});

test('a promise that was broken is, without an alert; what is still to come is alarmed', async () => {
  const now = Date.parse(await product.client.now());
  begin = now - 50 * 60_000;
  const brought = await product.client.submit({ ...old(), events: [] });
  await product.client.advance('PT0S');
  expect(await product.client.mail({ caseId: brought.id })).toEqual([]);
  await product.client.advance('PT11M');
  const kinds = (await product.client.mail({ caseId: brought.id })).map(({ kind }) => kind);
  expect(kinds.sort()).toEqual(['responseBreached', 'responseLate']);

  begin = now - 600 * 60_000;
  const broken = await product.client.submit({ ...old(), events: [] });
  expect(broken).toMatchObject({ clocks: [{ state: 'breached', dueAt: at(60).replace('.000', '') }] });
  expect(broken.alerts).toBeUndefined();
  await product.client.advance('PT72H');
  expect(await product.client.mail({ caseId: broken.id })).toEqual([]);
  await product.client.act(broken.id, { type: 'engineer.contacted' });
  const live = (await product.client.timeline(broken.id)).filter(({ imported }) => imported !== true);
  expect(live.map(({ type }) => type)).toContain('engineer.contacted');
});

test('with its key it is brought along once', async () => {
  const options = { headers: { 'idempotency-key': 'history-1' }, body: { ...old(), events: [] } };
  const [one, two] = [
    await product.client.expect<CaseView>(201, 'POST', '/api/cases', options),
    await product.client.expect<CaseView>(201, 'POST', '/api/cases', options),
  ];
  expect(two.body.id).toBe(one.body.id);
  const other = { ...options, body: { ...old(), events: [happened(5, 'engineer.contacted')] } };
  expect((await product.client.call<Fault>('POST', '/api/cases', other)).body.code).toBe(
    'idempotency.mismatch',
  );
});

test('what makes no sense is refused with the event that it is, and nothing is stored', async () => {
  const count = async () => (await product.client.all('/api/cases?top=200')).length;
  const before = await count();
  const contacted = happened(20, 'engineer.contacted');
  const twice = await tryTo({ ...old(), events: [contacted, happened(30, 'engineer.contacted')] });
  expect([twice.status, twice.body.code, twice.body.errors?.[0]?.pointer]).toEqual([
    409,
    'event.notNow',
    '/events/1',
  ]);
  expect(twice.body.detail).toContain('Event 1 of the history, `engineer.contacted` as of ');
  for (const [events, pointer] of [
    [[contacted, happened(10, 'customer.replied')], '/events/1/occurredAt'],
    [[{ type: 'engineer.contacted' }], '/events/0/occurredAt'],
    [[happened(1, 'engineer.updated')], '/events/0/message'],
    [[happened(1, 'mail.retryRequested', { mailId: 'm1' })], '/events/0/type'],
    [Array.from({ length: 501 }, () => contacted), '/events'],
  ] as const) {
    const { status, body } = await tryTo({ ...old(), events });
    expect([status, body.errors?.[0]?.pointer]).toEqual([400, pointer]);
  }
  const without = await tryTo({ ...submission, events: [contacted] });
  expect([without.status, without.body.errors?.[0]?.pointer]).toEqual([400, '/submittedAt']);
  const early = await tryTo({ ...submission, submittedAt: '2036-01-01T00:00:00Z' });
  expect([early.status, early.body.code]).toEqual([400, 'submittedAt.inFuture']);
  expect(await count()).toBe(before);
});

test.each([
  ['a customer', customer],
  ['an engineer', { as: 'engineer' }],
  ['operations', { as: 'operations' }],
] as const)('%s brings nothing along', async (_, options) => {
  const { status, body } = await tryTo({ ...old(), events: [] }, options);
  expect([status, body.code]).toEqual([403, 'role.notAllowed']);
  expect(body.detail).toContain('`submittedAt`');
});

test('more than 1 MB is too large, and more than 256 KB for everybody else', async () => {
  const long = 'x'.repeat(8000);
  const notes = (count: number) =>
    Array.from({ length: count }, () => happened(5, 'note.added', { message: long }));
  expect((await tryTo({ ...old(), events: notes(140) })).status).toBe(413);
  expect((await tryTo({ ...old(), events: notes(40) }, customer)).status).toBe(413);
  expect((await tryTo({ ...old(), events: notes(120) })).status).toBe(201);
});
