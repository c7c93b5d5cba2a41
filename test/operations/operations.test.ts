/** What whoever is on duty sees and does, over HTTP on the virtual clock. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { OneAlarm } from '../../shared/api/operations/alarms.ts';
import type { QueueView } from '../../shared/api/operations/cases.ts';
import type { ChangesView } from '../../shared/api/operations/changes.ts';
import type { LatenessView, SummaryView } from '../../shared/api/operations/summary.ts';
import type { CallOptions, Fault } from '../support/client.ts';
import { Product } from '../support/product.ts';
import { contoso, submission } from '../support/samples.ts';

let product: Product;
beforeAll(async () => {
  product = await Product.start();
  await product.client.putEntitlement('contoso', contoso);
  // No alarm waits to ask how a mail ended.
  const body = { address: '*', status: 'Delivered' };
  await product.client.expect(200, 'POST', '/local/mail/outcomes', { body });
});
afterAll(() => product.dispose());

const get = <T>(path: string, options: CallOptions = {}) =>
  product.client.call<T & Fault>('GET', `/api/operations/${path}`, { as: 'operations', ...options });
const post = <T>(path: string, body?: object) =>
  product.client.call<T & Fault>('POST', `/api/operations/${path}`, {
    as: 'operations',
    ...(body ? { body } : {}),
  });
const queue = async (query: string) => (await get<QueueView>(`cases?${query}`)).body;
const summary = async (query = '') => (await get<SummaryView>(`summary${query}`)).body;

/** A case by a title of its own, so that each test sees its own. */
let titles = 0;
async function submitted(fields: object = {}) {
  titles += 1;
  const title = `Case number ${titles} of this file`;
  const { id } = await product.client.submit({ ...submission, ...fields, title });
  return { id, of: `text=${encodeURIComponent(title)}` };
}
const stateOf = async ({ of }: { readonly of: string }) => {
  const { value } = await queue(of);
  return value[0];
};

describe('a first response', () => {
  test('runs, is at risk, waits and is late though answered: and is in the queue of that', async () => {
    const found = await submitted();
    expect(await stateOf(found)).toMatchObject({ response: 'running', states: [] });
    await product.client.advance('PT31M');
    const atRisk = await stateOf(found);
    expect(atRisk).toMatchObject({ response: 'atRisk', states: ['atRisk'] });
    expect(atRisk?.countdown).toMatchObject({ kind: 'initialResponse', remaining: 'PT29M', counts: true });
    expect(atRisk?.countdown).toMatchObject({ changesAt: null });
    await product.client.advance('PT39M');
    const overdue = await stateOf(found);
    expect(overdue).toMatchObject({ response: 'stillWaiting', states: ['overdue'], breached: true });
    expect(overdue?.countdown).toMatchObject({ remaining: 'PT0S', late: 'PT10M' });
    expect((await queue(`state=overdue&${found.of}`)).value).toHaveLength(1);
    expect((await queue(`state=atRisk&${found.of}`)).value).toHaveLength(0);
    await product.client.act(found.id, { type: 'engineer.contacted' });
    expect(await stateOf(found)).toMatchObject({ response: 'answeredLate', status: 'open', breached: true });
    await product.client.act(found.id, { type: 'case.closed' });
    expect(await stateOf(found)).toMatchObject({ response: 'answeredLate', status: 'closed' });
  });
});

describe('an alarm', () => {
  test('is read, restarted with others, ended with a reason; each is on the timeline', async () => {
    const { id } = await submitted();
    // Its first turn is over then.
    await product.client.advance('PT1M');
    expect((await get<OneAlarm>(`alarms/${id}`)).body).toMatchObject({
      instanceId: `${id}.0`,
      runtimeStatus: 'Running',
      recorded: 'running',
      current: true,
    });
    const { body } = await post<{ value: object[] }>('alarms/restart', {
      ids: [id, 'nobody'],
      reason: 'It hangs.',
    });
    expect(body.value).toMatchObject([
      { caseId: id, instanceId: `${id}.1` },
      { id: 'nobody', problem: { code: 'case.unknown' } },
    ]);
    expect((await get<OneAlarm>(`alarms/${id}.0`)).body).toMatchObject({
      recorded: 'replaced',
      current: false,
    });
    expect((await post(`alarms/${id}/terminate`, { reason: 'It loops.' })).status).toBe(200);
    expect((await get<OneAlarm>(`alarms/${id}`)).body).toMatchObject({ runtimeStatus: 'Terminated' });
    const told = (await product.client.timeline(id)).length;
    expect(told).toBeGreaterThan(0);
    const events = await product.client.all<{ type: string; data: object; by: { role: string } }>(
      `/api/cases/${id}/timeline`,
      { as: 'operations' },
    );
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'alarm.terminated', data: { epoch: 1, message: 'It loops.' } }),
    );
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'alarm.started', data: { epoch: 1, message: 'It hangs.' } }),
    );
    // Once its wake is overdue, the sweep goes on with a new one.
    await product.client.advance('PT45M');
    expect((await get<OneAlarm>(`alarms/${id}`)).body).toMatchObject({ epoch: 2, runtimeStatus: 'Running' });
  });

  test('that ended is read all the same', async () => {
    const { id } = await submitted();
    await product.client.act(id, { type: 'engineer.contacted' });
    await product.client.advance('PT5M');
    expect((await get<OneAlarm>(`alarms/${id}`)).body).toMatchObject({ recorded: 'ended' });
    expect(await post(`alarms/${id}/terminate`, { reason: 'x' })).toMatchObject({ status: 409 });
  });
});

test('changes name the cases that have changed, and cost nothing while none has', async () => {
  const before = await get<ChangesView>('changes');
  const etag = before.headers.get('etag') ?? '';
  const unchanged = await get(`changes?after=${before.body.after}`, { headers: { 'if-none-match': etag } });
  expect(unchanged.status).toBe(304);
  const { id } = await submitted();
  const after = await get<ChangesView>(`changes?after=${before.body.after}`, {
    headers: { 'if-none-match': etag },
  });
  expect(after).toMatchObject({ status: 200, body: { reset: false } });
  expect(after.body.cases).toContain(id);
  expect((await get<ChangesView>('changes?after=999999999')).body).toMatchObject({ reset: true, cases: [] });
});

test('the summary adds up, and tells by country and period where asked', async () => {
  const all = await summary();
  expect(all.measured).toBe(all.met + all.corrected + all.breached);
  expect(all.attainment.every(({ measured, attainment }) => (measured === 0) === (attainment === null))).toBe(
    true,
  );
  const by = await summary('?by=month,country&clock=initialResponse');
  expect(by.attainment[0]).toMatchObject({ country: 'JP', period: '2026-11', clock: 'initialResponse' });
  expect(all.lateness.count).toBeGreaterThan(0);
  const lateness = (await get<LatenessView>('lateness')).body.value;
  expect(lateness.reduce((sum, { count }) => sum + count, 0)).toBe(all.lateness.count);
});
