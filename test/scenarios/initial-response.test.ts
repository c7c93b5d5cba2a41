import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { TimelineEntry } from '../../shared/api/schemas.ts';
import { Product } from '../support/product.ts';
import { contoso, submission } from '../support/samples.ts';

const operations = 'operations@caseclock.example';
const customer = submission.contactDetails.primaryEmailAddress;

const ofType = (timeline: readonly TimelineEntry[], ...types: string[]) =>
  timeline.filter(({ type }) => types.includes(type));

describe('a severity A case whose answer comes too late', () => {
  let product: Product;
  let caseId: string;
  beforeAll(async () => {
    product = await Product.start();
    await product.client.putEntitlement('contoso', contoso);
    caseId = (await product.client.submit(submission)).id;
  });
  afterAll(() => product.dispose());

  const kinds = async (to: string) => (await product.client.mail({ to, caseId })).map(({ kind }) => kind);

  test('is acknowledged at once', async () => {
    await product.client.advance('PT0S');
    expect(await kinds(customer)).toEqual(['acknowledgement']);
    expect(await kinds(operations)).toEqual([]);
  });

  test('nothing more before half of the hour is over', async () => {
    await product.client.advanceTo('2026-11-20T08:29:59.999Z');
    expect(await kinds(operations)).toEqual([]);
    expect((await product.client.read(caseId)).clocks[0]).toMatchObject({
      state: 'running',
      thresholds: [{ reached: false }, { reached: false }],
    });
  });

  test('after 45 minutes operations have been warned twice', async () => {
    await product.client.advanceTo('2026-11-20T08:45:00Z');
    const timeline = await product.client.timeline(caseId);
    expect(ofType(timeline, 'clock.thresholdReached')).toMatchObject([
      { decidedAsOf: '2026-11-20T08:30:00Z', rules: ['IR-A'], data: { percent: 50 } },
      { decidedAsOf: '2026-11-20T08:45:00Z', rules: ['IR-A'], data: { percent: 75 } },
    ]);
    expect(await kinds(operations)).toEqual(['responseWarning', 'responseWarning']);
    expect(await kinds(customer)).toEqual(['acknowledgement']);
    const [clock] = (await product.client.read(caseId)).clocks;
    expect(clock).toMatchObject({ state: 'running', elapsed: 'PT45M', remaining: 'PT15M' });
  });

  test('after 61 minutes the promise is broken as of exactly 09:00', async () => {
    await product.client.advance('PT16M');
    expect(await product.client.now()).toBe('2026-11-20T09:01:00.000Z');
    expect(ofType(await product.client.timeline(caseId), 'clock.breached')).toMatchObject([
      { decidedAsOf: '2026-11-20T09:00:00Z', rules: ['IR-A'], by: { kind: 'system' } },
    ]);
    expect(await kinds(operations)).toEqual(['responseWarning', 'responseWarning', 'responseBreached']);
    expect(await kinds(customer)).toEqual(['acknowledgement', 'responseLate']);
    const [clock] = (await product.client.read(caseId)).clocks;
    expect(clock).toMatchObject({ state: 'breached', elapsed: 'PT1H1M', remaining: 'PT0S' });
    expect(clock?.stoppedAt).toBeUndefined();
  });

  test('contact is recorded as late, the breach stays', async () => {
    const { status, body } = await product.client.act(caseId, {
      type: 'engineer.contacted',
      message: 'Called back',
    });
    expect(status).toBe(200);
    expect(body.clocks[0]).toMatchObject({
      state: 'breached',
      stoppedAt: '2026-11-20T09:01:00Z',
      lateBy: 'PT1M',
    });
    const timeline = await product.client.timeline(caseId);
    expect(ofType(timeline, 'engineer.contacted')).toMatchObject([
      { by: { role: 'engineer' }, decidedAsOf: '2026-11-20T09:01:00Z', data: { message: 'Called back' } },
    ]);
    expect(ofType(timeline, 'clock.met')).toEqual([]);
  });

  test('a second contact makes no sense, and the answer says what does', async () => {
    const { status, body, headers } = await product.client.act(caseId, { type: 'engineer.contacted' });
    expect(status).toBe(409);
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(body.code).toBe('event.notNow');
    expect(body.allowed).toContain('case.closed');
    expect(body.allowed).not.toContain('engineer.contacted');
  });

  test('nothing is ever sent twice', async () => {
    await product.client.advance('PT48H');
    expect(await kinds(operations)).toEqual(['responseWarning', 'responseWarning', 'responseBreached']);
    expect(await kinds(customer)).toEqual(['acknowledgement', 'responseLate']);
    const sent = ofType(await product.client.timeline(caseId), 'mail.sent');
    expect(sent).toHaveLength(5);
  });

  test('the timeline has no gaps, and says who, when and why', async () => {
    const timeline = await product.client.timeline(caseId);
    expect(timeline.map(({ sequence }) => sequence)).toEqual(timeline.map((_, index) => index + 1));
    for (const { by, at, decidedAsOf } of timeline) {
      expect(['caller', 'system']).toContain(by.kind);
      expect(Date.parse(decidedAsOf)).toBeLessThanOrEqual(Date.parse(at));
    }
    expect(timeline[0]).toMatchObject({
      type: 'case.submitted',
      by: { kind: 'caller', role: 'integration' },
      after: { status: 'open', severity: 'A', coverage: '24x7', plan: 'standard' },
    });
    const met = ofType(timeline, 'clock.breached')[0];
    expect(Object.entries(met?.before ?? {})).toContainEqual([expect.stringMatching(/\.state$/), 'running']);
    expect(Object.entries(met?.after ?? {})).toContainEqual([expect.stringMatching(/\.state$/), 'breached']);
  });
});

describe('a case that is answered or closed in time', () => {
  let product: Product;
  beforeAll(async () => {
    product = await Product.start();
    await product.client.putEntitlement('contoso', contoso);
  });
  afterAll(() => product.dispose());

  test('contact just before the due instant meets the clock: no breach, no more mail', async () => {
    const { client } = product;
    const { id } = await client.submit(submission);
    await client.advance('PT59M59S');
    const { body } = await client.act(id, { type: 'engineer.contacted' });
    expect(body.clocks[0]).toMatchObject({ state: 'met', elapsed: 'PT59M59S', remaining: 'PT1S' });
    await client.advance('PT5H');
    const timeline = await client.timeline(id);
    expect(ofType(timeline, 'clock.breached')).toEqual([]);
    expect(ofType(timeline, 'clock.met')).toHaveLength(1);
    expect((await client.mail({ caseId: id })).map(({ kind }) => kind)).not.toContain('responseBreached');
  });

  test('contact exactly at the due instant is too late: the target is “less than”', async () => {
    const { client } = product;
    const { id } = await client.submit(submission);
    await client.advance('PT1H');
    const { body } = await client.act(id, { type: 'engineer.contacted' });
    expect(body.clocks[0]).toMatchObject({ state: 'breached', lateBy: 'PT0S' });
  });

  test('contact reported later counts from when it happened, but takes no breach back', async () => {
    const { client } = product;
    const { id, submittedAt } = await client.submit(submission);
    const at = (minutes: number) => new Date(Date.parse(submittedAt) + minutes * 60_000).toISOString();
    await client.advance('PT20M');
    const early = await client.act(id, { type: 'engineer.contacted', occurredAt: at(-1) });
    expect(early.status).toBe(400);
    expect(early.body.errors).toMatchObject([{ pointer: '/occurredAt', code: 'occurredAt.outOfOrder' }]);
    const future = await client.act(id, { type: 'engineer.contacted', occurredAt: at(21) });
    expect(future.status).toBe(400);
    expect(future.body.errors).toMatchObject([{ pointer: '/occurredAt', code: 'occurredAt.inFuture' }]);
    const { status, body } = await client.act(id, { type: 'engineer.contacted', occurredAt: at(10) });
    expect(status).toBe(200);
    expect(body.clocks[0]).toMatchObject({ state: 'met', elapsed: 'PT10M', remaining: 'PT50M' });

    const late = await client.submit(submission);
    await client.advance('PT2H');
    const refused = await client.act(late.id, {
      type: 'engineer.contacted',
      occurredAt: new Date(Date.parse(late.submittedAt) + 60_000).toISOString(),
    });
    expect(refused.status).toBe(400);
    expect((await client.read(late.id)).clocks[0]).toMatchObject({ state: 'breached' });
  });

  test('closing cancels what still runs; then nothing can be posted, and the alarm ends', async () => {
    const { client } = product;
    const { id } = await client.submit(submission);
    await client.advance('PT10M');
    const closed = await client.act(
      id,
      { type: 'case.closed', message: 'Solved it ourselves' },
      { as: 'integration' },
    );
    expect(closed.status).toBe(200);
    expect(closed.body).toMatchObject({ status: 'closed', clocks: [{ state: 'cancelled' }] });
    await client.advance('PT24H');
    expect((await client.mail({ caseId: id })).map(({ kind }) => kind)).toEqual([
      'acknowledgement',
      'closed',
    ]);
    const again = await client.act(id, { type: 'case.closed' });
    expect(again.status).toBe(409);
    expect(again.body.code).toBe('event.notNow');
    expect(again.body.allowed).toContain('case.reopenRequested');
    expect(again.body.allowed).not.toContain('engineer.contacted');
    expect(ofType(await client.timeline(id), 'alarm.ended')).toMatchObject([{ data: { epoch: 0 } }]);
  });
});

test('an acknowledgement names the case and its due instant', async () => {
  const product = await Product.start();
  try {
    const { client } = product;
    await client.putEntitlement('contoso', contoso);
    const { id, reference } = await client.submit(submission);
    await client.advance('PT0S');
    const mails = await client.mail({ caseId: id });
    expect(mails).toMatchObject([
      { to: customer, kind: 'acknowledgement', caseId: id, sentAt: '2026-11-20T08:00:00Z' },
    ]);
    expect(mails[0]?.subject).toContain(reference);
    expect(mails[0]?.text).toContain(reference);
    // 09:00 UTC.
    expect(mails[0]?.text).toMatch(/18:00.*(Japan|日本)/);
    expect(mails[0]?.html).toContain(reference);
  } finally {
    await product.dispose();
  }
});
