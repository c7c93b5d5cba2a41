/** The data of a later release: what was promised before it stays as it was, until operations move it. */
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { CaseView } from '../../shared/api/schemas.ts';
import type { Fault } from '../support/client.ts';
import { Product } from '../support/product.ts';
import { nextRelease, type Release } from '../support/release.ts';
import { contoso, submission } from '../support/samples.ts';
import { ofType } from '../support/timeline.ts';

let product: Product;
let next: Release;
let promised: CaseView;
let bavarian: CaseView;

interface Proof {
  readonly counted: string;
  readonly dueAt: string;
  readonly calendar: { readonly version: string };
}
const proofOf = async ({ id }: CaseView) =>
  (await product.client.expect<Proof>(200, 'GET', `/api/cases/${id}/clocks/initialResponse/proof`)).body;
// Eight business hours from Friday 17:00 in Tokyo.
const eightHours = { ...submission, severity: 'C', require24X7Response: false };
const { contactDetails } = submission;
const before = new Map<string, Proof>();

beforeAll(async () => {
  [product, next] = await Promise.all([Product.start(), nextRelease('2026-11-24')]);
  await product.client.putEntitlement('contoso', contoso);
  promised = await product.client.submit(eightHours);
  bavarian = await product.client.submit({
    ...eightHours,
    contactDetails: { ...contactDetails, country: 'DE', region: 'DE-BY', preferredTimeZone: 'Europe/Berlin' },
  });
  for (const one of [promised, bavarian]) before.set(one.id, await proofOf(one));
  await product.stop();
  await product.restart(undefined, next.folder);
});
afterAll(async () => {
  await product.dispose();
  await next.dispose();
});

test('a stored promise proves as before, under its own version', async () => {
  expect(before.get(promised.id)).toMatchObject({ counted: 'PT8H', dueAt: '2026-11-24T07:30:00Z' });
  for (const one of [promised, bavarian]) expect(await proofOf(one)).toEqual(before.get(one.id));
  const later = await product.client.submit(eightHours);
  const proof = await proofOf(later);
  expect(proof).toMatchObject({ counted: 'PT8H', dueAt: '2026-11-25T07:30:00Z' });
  expect(proof.calendar.version).not.toBe(before.get(promised.id)?.calendar.version);
  await product.client.act(later.id, { type: 'case.closed' });
});

test('a case of a region that the data has lost is read, listed, previewed and acted on', async () => {
  const { client } = product;
  expect(await client.read(bavarian.id)).toMatchObject({
    clocks: [{ state: 'running', dueAt: before.get(bavarian.id)?.dueAt }],
  });
  const listed = (await client.all<CaseView>('/api/cases?status=open')).map(({ id }) => id);
  expect(listed.toSorted()).toEqual([promised.id, bavarian.id].toSorted());
  const policy = { targets: { initialResponse: { C: { standard: 'PT4H' } } } };
  const previewed = await client.expect<{ cases: number; moved: { caseId: string }[] }>(
    200,
    'POST',
    '/api/policy/preview',
    { as: 'operations', body: policy },
  );
  expect(previewed.body.cases).toBe(2);
  expect(previewed.body.moved.map(({ caseId }) => caseId)).toContain(bavarian.id);
  const asked = await client.act(bavarian.id, { type: 'engineer.requestedInformation' });
  expect(asked).toMatchObject({
    status: 200,
    body: { clocks: [{ kind: 'initialResponse' }, { kind: 'customerReply' }] },
  });
  // Operations can put the open cases of its country under the present data; there is none for it.
  const applied = await client.expect<object>(200, 'POST', '/api/calendars/DE/apply', { as: 'operations' });
  expect(applied.body).toMatchObject({ applied: 0, complete: true });
});

test('`apply` puts open cases under the data of the release, with old and new due instants', async () => {
  const { client } = product;
  const applied = await client.expect<{ version: string }>(200, 'POST', '/api/calendars/JP/apply', {
    as: 'operations',
  });
  expect(applied.body).toMatchObject({ country: 'JP', applied: 1, complete: true });
  expect(ofType(await client.timeline(promised.id), 'calendar.applied')).toMatchObject([
    {
      data: {
        version: applied.body.version,
        moved: [{ kind: 'initialResponse', from: '2026-11-24T07:30:00Z', to: '2026-11-25T07:30:00Z' }],
      },
    },
  ]);
  expect(await proofOf(promised)).toMatchObject({
    counted: 'PT8H',
    dueAt: '2026-11-25T07:30:00Z',
    calendar: { version: applied.body.version },
  });
});

test('a release that knows nothing of that data fails this one case, and no list', async () => {
  await product.client.advance('PT5M');
  await product.stop();
  const client = await product.restart();
  const answer = await client.call<Fault>('GET', `/api/cases/${promised.id}`);
  expect(answer.status).toBe(500);
  expect(answer.body.code).toBe('calendar.unknown');
  const listed = await client.all<CaseView>('/api/cases?status=open');
  expect(listed.map(({ id }) => id).toSorted()).toEqual([promised.id, bavarian.id].toSorted());
  const body = { targets: { initialResponse: { C: { standard: 'PT4H' } } } };
  await client.expect(200, 'POST', '/api/policy/preview', { as: 'operations', body });
  await product.stop();
  await product.restart(undefined, next.folder);
  expect(await proofOf(promised)).toMatchObject({ counted: 'PT8H' });
});
