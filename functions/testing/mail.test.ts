/** Mail to us, and delivery reports: who may bring them, and that each counts once. */
import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';

import { StoreUnavailable } from '../../shared/store/errors.ts';
import type { Fault } from '../../test/support/client.ts';
import { contoso, submission } from '../../test/support/samples.ts';
import { repliesSecret, reportsApp, startApp, type App } from './app.ts';

let app: App;
beforeAll(async () => {
  app = await startApp();
  await app.client.putEntitlement('contoso', contoso);
});
afterAll(() => app.dispose());
afterEach(() => void vi.restoreAllMocks());

describe('a mail to us', () => {
  const reply = {
    messageId: '<1@contoso.example>',
    from: submission.contactDetails.primaryEmailAddress,
    to: ['support@caseclock.example'],
    text: 'It is build 42.',
    returnPath: submission.contactDetails.primaryEmailAddress,
    authentication: { dmarc: 'pass' },
  };
  const seconds = () => Math.floor(Date.now() / 1000);
  const post = (headers: Record<string, string>, body: string) =>
    app.client.call<Fault>('POST', '/api/mail/replies', { as: 'nobody', body, headers });
  const signed = (body: string, at = seconds(), key = repliesSecret) => ({
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(at),
    'webhook-signature': `v1,${createHmac('sha256', key).update(`msg_1.${at}.${body}`).digest('base64')}`,
  });

  test('is taken where it is signed with the secret', async () => {
    const body = JSON.stringify(reply);
    expect(await post(signed(body), body)).toMatchObject({ status: 200 });
  });

  test.each([
    ['unsigned', () => ({})],
    ['signed with another secret', (body: string) => signed(body, seconds(), 'another')],
    ['signed six minutes ago', (body: string) => signed(body, seconds() - 360)],
    ['with a signature of another body', (body: string) => signed(`${body} `)],
    [
      'by a token of operations',
      async () => ({ authorization: `Bearer ${await app.client.token('operations')}` }),
    ],
  ])('%s is not, whatever it holds', async (_what, headers) => {
    for (const body of [JSON.stringify(reply), '{"not": "a reply"}', 'no JSON']) {
      const { status, body: told } = await post(await Promise.resolve(headers(body)), body);
      expect([status, told.code]).toEqual([401, 'signature.invalid']);
    }
  });

  test('is read only after that: then each field that is wrong is told', async () => {
    const body = '{"from":7}';
    const { status, body: told } = await post(signed(body), body);
    expect(status).toBe(400);
    expect(told.errors?.map(({ pointer }) => pointer)).toContain('/from');
  });
});

describe('a delivery report', () => {
  const event = (id: string, eventType: string, data: unknown) => ({ id, eventType, data });
  const validation = [
    event('1', 'Microsoft.EventGrid.SubscriptionValidationEvent', { validationCode: 'c0de' }),
  ];
  const post = async (token: string | undefined, body: unknown) =>
    app.client.call<Fault & { validationResponse?: string }>('POST', '/api/mail/reports', {
      as: token === undefined ? 'nobody' : { token },
      body,
    });
  const ofGrid = () => app.tokenOf(reportsApp);

  test('of nobody, of operations or of another program changes nothing, and tells nothing', async () => {
    expect((await post(undefined, validation)).status).toBe(401);
    for (const token of [await app.client.token('operations'), await app.tokenOf('another-program')]) {
      const { status, body } = await post(token, validation);
      expect([status, body.code]).toEqual([403, 'reports.notAllowed']);
    }
  });

  test('begins with a subscription, which is validated', async () => {
    expect((await post(await ofGrid(), validation)).body.validationResponse).toBe('c0de');
  });

  test.each([{}, '['])('that is none is refused: %j', async (body) => {
    expect((await post(await ofGrid(), body)).status).toBe(400);
  });

  test('is recorded once however often it comes, beside others that are none of ours', async () => {
    vi.spyOn(app.ports.mail, 'send').mockResolvedValue({ status: 'running' });
    const { id: caseId } = await app.client.submit(submission);
    await app.invoke('tick', { caseId, instanceId: `${caseId}.0` });
    const claimed = (await app.client.timeline(caseId)).find(({ type }) => type === 'mail.claimed');
    const report = (messageId: unknown) =>
      event('2', 'Microsoft.Communication.EmailDeliveryReportReceived', {
        sender: 'support@caseclock.example',
        recipient: submission.contactDetails.primaryEmailAddress,
        messageId,
        status: 'Suppressed',
        deliveryStatusDetails: { statusMessage: 'bounced before' },
      });
    const ours = report(claimed?.data['operationId']);
    const others = [event('3', 'Contoso.Other', null), report('00000000-0000-4000-8000-000000000000')];
    for (const body of [[ours, ...others], [ours]])
      expect((await post(await ofGrid(), body)).status).toBe(200);
    const bounced = (await app.client.timeline(caseId)).filter(({ type }) => type === 'mail.bounced');
    expect(bounced.map(({ data }) => data)).toEqual([
      {
        mailId: claimed?.data['mailId'],
        attempt: 1,
        recipient: submission.contactDetails.primaryEmailAddress,
        status: 'suppressed',
        reason: 'bounced before',
      },
    ]);
    // What the service said, and to whom, is none of the customer's.
    const seen = await app.client.all(`/api/cases/${caseId}/timeline`, {
      as: { role: 'integration', tenantId: 'contoso' },
    });
    expect(JSON.stringify(seen)).not.toContain('bounced before');
  });
});

describe('the page of a rule', () => {
  const rule = async (id: string) => {
    const answer = await fetch(`${app.origin}/mail/rules/${id}`);
    return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
  };

  test('says what the rule says, and which it is', async () => {
    expect(await rule('ir-a')).toMatchObject({
      status: 200,
      text: expect.stringContaining('rule IR-A') as string,
    });
  });

  test('names no rule where there is none', async () => {
    const { status, text } = await rule('IR-Z');
    expect(status).toBe(404);
    expect(text).toContain('No such rule');
    expect(text).not.toContain('Support policy, rule');
  });

  test('is a page also where the store does not answer', async () => {
    vi.spyOn(app.ports.policies, 'read').mockRejectedValue(new StoreUnavailable('the store is away'));
    const { status, type, text } = await rule('IR-A');
    expect([status, type]).toEqual([503, 'text/html; charset=utf-8']);
    expect(text).toContain('Not available now');
    expect(text).not.toContain('the store is away');
  });
});
