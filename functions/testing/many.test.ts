/** What concerns many cases: whoever reads what asked for it is told how far it has come. */
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';

import { Unreadable } from '../../shared/store/errors.ts';
import type { CallOptions } from '../../test/support/client.ts';
import { contoso, submission } from '../../test/support/samples.ts';
import { startApp, type App } from './app.ts';

let app: App;
const ids: string[] = [];
beforeAll(async () => {
  app = await startApp();
  await app.client.putEntitlement('contoso', contoso);
  for (let count = 0; count < 3; count += 1) ids.push((await app.client.submit(submission)).id);
});
afterAll(() => app.dispose());
afterEach(() => void vi.restoreAllMocks());

type Told = {
  readonly progress?: object;
  readonly value?: readonly { readonly version: string; readonly progress?: object }[];
};
const get = async (path: string, as: NonNullable<CallOptions['as']> = 'operations') =>
  (await app.client.expect<Told>(200, 'GET', path, { as })).body;
const put = (path: string, body: object) => app.client.call('PUT', path, { as: 'operations', body });
const customer = { role: 'integration', tenantId: 'contoso' } as const;
const sweep = () => app.invoke('sweep', {});

test('a version that was put over open cases says so, in the list too, and to operations alone', async () => {
  const version = { targets: { initialResponse: { A: { standard: 'PT2H' } } }, applyTo: 'open' };
  const [poison] = ids;
  const { load } = app.ports.store;
  const loading = vi.spyOn(app.ports.store, 'load').mockImplementation(async (caseId, ...rest) => {
    if (caseId === poison) throw new Unreadable(caseId, 'damaged');
    return load(caseId, ...rest);
  });
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  expect(await put('/api/policy/versions/two', version)).toMatchObject({ body: { applied: 2, failed: 1 } });
  const stuck = { done: 2, left: 0, failed: 1, finished: false, asOf: '2026-11-20T08:00:00Z' };
  expect((await get('/api/policy/versions/two')).progress).toEqual(stuck);
  expect((await get('/api/policy/versions')).value?.at(-1)).toMatchObject({
    version: 'two',
    progress: stuck,
  });
  for (const path of ['/api/policy/versions/two', '/api/policy/versions'])
    expect(JSON.stringify(await get(path, customer))).not.toContain('progress');

  // Long after the last case that could have missed it: a pass finds nothing, and one fails.
  loading.mockRestore();
  app.clock.advance(600_000);
  await sweep();
  await sweep();
  const all = { done: 3, left: 0, failed: 0, finished: true, asOf: '2026-11-20T08:10:00Z' };
  expect((await get('/api/policy/versions/two')).progress).toEqual(all);

  // As it was read it may be put again.
  const read = await get('/api/policy/versions/two');
  expect(await put('/api/policy/versions/two', { ...read, applyTo: 'open' })).toMatchObject({ status: 200 });
});

test('versions of the product, and those for new cases alone, have none', async () => {
  await put('/api/policy/versions/three', { targets: { initialResponse: { A: { standard: 'PT1H' } } } });
  const { value = [] } = await get('/api/policy/versions');
  expect(value.filter(({ progress }) => progress).map(({ version }) => version)).toEqual(['two']);
});

test('a calendar says how far the layer that was put last has come, or what was asked for after it', async () => {
  expect(await get('/api/calendars/JP')).not.toHaveProperty('progress');
  const holidays = { add: [{ date: '2026-11-25', name: 'Day of mourning' }], remove: [] };
  await put('/api/calendars/JP', { holidays, applyTo: 'open' });
  const ofLayer = { done: 3, left: 0, failed: 0, finished: false };
  expect((await get('/api/calendars/JP')).progress).toMatchObject(ofLayer);
  expect(await get('/api/calendars/JP', customer)).not.toHaveProperty('progress');
  expect(await get('/api/calendars/DE')).not.toHaveProperty('progress');

  app.clock.advance(600_000);
  await app.client.call('POST', '/api/calendars/JP/apply', { as: 'operations', body: {} });
  expect((await get('/api/calendars/JP')).progress).toMatchObject({ ...ofLayer, done: 0 });
});

test('an incident says how far its analysis has been attached', async () => {
  const [id = ''] = ids;
  const incident = { title: 'Posting was down', affected: 'multipleCustomers' };
  await put('/api/incidents/INC-1', incident);
  await app.client.act(id, {
    type: 'rca.requested',
    incident: { id: 'INC-1', published: false, affected: 'multipleCustomers' },
  });
  expect(await get('/api/incidents/INC-1')).not.toHaveProperty('progress');
  const rca = { location: 'https://status.example/INC-1' };
  const answer = await put('/api/incidents/INC-1', { ...incident, rca });
  expect(answer.body).toMatchObject({ waiting: 0, progress: { done: 1, left: 0, failed: 0 } });
  expect(await get('/api/incidents/INC-1')).toMatchObject({ progress: { done: 1, left: 0, failed: 0 } });
  // Put anew it begins anew.
  app.clock.advance(60_000);
  await put('/api/incidents/INC-1', { ...incident, title: 'It was down', rca });
  expect(await get('/api/incidents/INC-1')).toMatchObject({ progress: { done: 0 } });
});
