import { afterEach, expect, test } from 'vitest';

import { createMailbox, type MailFaults } from '../../local/mailbox/index.ts';
import { cut, serve } from '../../local/mailbox/testing/server.ts';
import { Product } from '../support/product.ts';
import { contoso, submission } from '../support/samples.ts';
import { Survivor } from '../support/survivor.ts';
import { fellDue, ofType, unanswered, unansweredMails } from '../support/timeline.ts';

const accessKey = Buffer.from('a key for tests').toString('base64');
const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const each of cleanUp.splice(0).reverse()) await each();
});

/** A product that sends through a mail service of this test, which outlives it and fails as told. */
async function withMailService(faults: MailFaults) {
  const mailbox = createMailbox({ path: ':memory:', accessKey, now: () => Date.now(), faults });
  const service = await serve(mailbox, accessKey);
  cleanUp.push(() => service.close());
  const product = await Product.start({ settings: service.settings });
  cleanUp.push(() => product.dispose());
  await product.client.putEntitlement('contoso', contoso);
  return { product, service };
}

test('a process that dies between claim, send and outcome of each mail sends each mail once', async () => {
  const died: string[] = [];
  const killer: { survivor?: Survivor } = {};
  const dieOnce = async (point: string, request: Request) => {
    const name = `${point} ${request.headers.get('operation-id') ?? ''}`;
    if (died.includes(name)) return undefined;
    died.push(name);
    await killer.survivor?.kill();
    return cut();
  };
  const { product, service } = await withMailService({
    beforeAccept: (request) => dieOnce('claimed', request),
    afterAccept: (request) => dieOnce('accepted', request),
  });
  const survivor = new Survivor(product);
  killer.survivor = survivor;

  const { id } = await survivor.insist((client) =>
    client.submit(submission, { headers: { 'idempotency-key': 'one' } }),
  );
  for (const instant of ['08:00', '08:30', '08:45', '09:00', '09:05']) {
    await survivor.insist((client) => client.advanceTo(`2026-11-20T${instant}:00Z`));
  }

  // Each of the five mails saw its process die twice: before it was accepted, and before that was recorded.
  expect(died).toHaveLength(10);
  expect((await service.mails()).map(({ kind }) => kind).sort()).toEqual(unansweredMails);
  const timeline = await survivor.insist((client) => client.timeline(id));
  expect(fellDue(timeline)).toMatchObject(unanswered);
  expect(ofType(timeline, 'mail.sent')).toHaveLength(5);
  // The two mails of the breach are claimed together, so each death of one makes the next process take over both;
  // how many deaths they share is chance.
  for (const { data } of ofType(timeline, 'mail.sent')) {
    const claims = ofType(timeline, 'mail.claimed').filter(
      (claim) => claim.data['mailId'] === data['mailId'],
    );
    expect(claims.map((claim) => claim.data['takenOver'])).toEqual([
      undefined,
      ...Array.from({ length: Math.max(2, claims.length - 1) }, () => true),
    ]);
    expect(new Set(claims.map((claim) => claim.data['operationId'])).size).toBe(1);
    expect(new Set(claims.map((claim) => claim.data['owner'])).size).toBe(claims.length);
  }
  expect(ofType(timeline, 'mail.failed', 'mail.deferred')).toEqual([]);
});

test('a mail service that is down for a while gets each mail once it is back', async () => {
  let down = true;
  const { product, service } = await withMailService({
    beforeAccept: () => (down ? new Response('', { status: 503 }) : undefined),
  });
  const { client } = product;
  const { id } = await client.submit(submission);
  await client.advance('PT50M');
  expect(await service.mails()).toEqual([]);
  expect(ofType(await client.timeline(id), 'mail.deferred').length).toBeGreaterThan(3);
  down = false;
  await client.advance('PT3H');
  // At 10:00 and 11:00 operations hear once more that nobody has answered (ALERT-1).
  const stillMissing = ['responseStillMissing', 'responseStillMissing'];
  expect((await service.mails()).map(({ kind }) => kind).sort()).toEqual(
    [...unansweredMails, ...stillMissing].sort(),
  );
  expect(fellDue(await client.timeline(id))).toMatchObject(unanswered);
});

test('a mail that the service refuses has failed, and holds nothing else up', async () => {
  const { product, service } = await withMailService({
    beforeAccept: () => Response.json({ error: { code: 'BadRequest', message: 'No.' } }, { status: 400 }),
  });
  const { client } = product;
  const { id } = await client.submit(submission);
  await client.advance('PT61M');
  expect(await service.mails()).toEqual([]);
  const timeline = await client.timeline(id);
  expect(fellDue(timeline)).toMatchObject(unanswered);
  // The five mails of such a case, and the one that tells operations of the customer whom no mail reaches.
  expect(ofType(timeline, 'mail.failed')).toHaveLength(6);
  const reported = ofType(timeline, 'mail.requested').filter(
    ({ data }) => data['kind'] === 'contactUnreachable',
  );
  expect(reported).toMatchObject([{ rules: ['COM-1'] }]);
});

test('a role that is missing over a weekend loses no mail, and is not the customer’s fault', async () => {
  let isForbidden = true;
  const { product, service } = await withMailService({
    beforeAccept: () =>
      isForbidden
        ? Response.json({ error: { code: 'Forbidden', message: 'No such role.' } }, { status: 403 })
        : undefined,
  });
  const { client } = product;
  const { id } = await client.submit(submission);
  for (const instant of ['2026-11-20T12:00:00Z', '2026-11-21T12:00:00Z', '2026-11-22T12:00:00Z']) {
    await client.advanceTo(instant);
  }
  expect(await service.mails()).toEqual([]);
  isForbidden = false;
  await client.advanceTo('2026-11-23T08:00:00Z');

  const timeline = await client.timeline(id);
  expect(fellDue(timeline)).toMatchObject(unanswered);
  expect(ofType(timeline, 'mail.failed')).toEqual([]);
  const requested = ofType(timeline, 'mail.requested').map(({ data }) => data['kind']);
  expect(requested).not.toContain('contactUnreachable');
  expect(requested).toEqual(expect.arrayContaining(unansweredMails));
  // Each once, however often it was tried.
  expect((await service.mails()).map(({ kind }) => kind).sort()).toEqual(requested.sort());
});
