import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import {
  claim,
  deliver,
  isClaimable,
  openMailService,
  recipientOf,
  mailAddresses,
} from '../../shared/mail/index.ts';
import { parameters } from '../../shared/mail/delivery/parameters.ts';
import { claimed, exampleCase, exampleMail } from '../../shared/mail/testing/service.ts';
import { toMs } from '../../shared/calendar/instant.ts';
import type { CaseMail } from '../../shared/cases/index.ts';
import { createMailbox, type MailFaults } from './index.ts';
import { cut, serve } from './testing/server.ts';

const productNow = toMs('2026-11-20T08:00:00Z');
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

/** A mailbox with its real time in the test's hand, and a sender that appends what it learns, as a tick does. */
async function setUp(faults: MailFaults = {}) {
  const accessKey = randomBytes(32).toString('base64');
  const time = { real: Date.now() };
  const mailbox = createMailbox({
    path: ':memory:',
    accessKey,
    now: () => productNow,
    realNow: () => time.real,
    faults,
  });
  const server = await serve(mailbox, accessKey);
  open.push(server);
  const service = openMailService(server.settings);
  const addresses = mailAddresses(server.settings);

  return {
    server,
    time,
    service,
    claim(mail: CaseMail, owner: string) {
      return claimed(mail, claim(exampleCase.id, mail, { now: time.real, owner }));
    },
    async deliver(mail: CaseMail, takenOver: boolean, now = productNow) {
      const to = recipientOf(exampleCase, mail, addresses);
      const { from } = addresses;
      const { outcome } = await deliver({
        case: exampleCase,
        mail,
        takenOver,
        service,
        to,
        from,
        now,
        realNow: time.real,
        random: 0,
        timeout: (ms) => AbortSignal.timeout(ms),
      });
      return outcome;
    },
  };
}

/** Faults that happen once. */
function once(fault: () => Response): () => Response | undefined {
  let done = false;
  return () => {
    if (done) return undefined;
    done = true;
    return fault();
  };
}

const answer = (status: number, headers: Record<string, string> = {}) =>
  Response.json({ error: { code: `E${status}`, message: 'as the test wants it' } }, { status, headers });

describe('a mail is sent exactly once through the ACS SDK', () => {
  it('without any fault: one POST, one mail, its operation recorded', async () => {
    const { server, ...sender } = await setUp();
    const mail = sender.claim(exampleMail(), 'run-1');
    const outcome = await sender.deliver(mail, false);
    expect(outcome).toEqual({
      type: 'mail.sent',
      data: {
        mailId: mail.id,
        attempt: 1,
        operationId: mail.state.status === 'claimed' && mail.state.operationId,
        running: true,
      },
    });
    expect(await server.mails()).toMatchObject([
      {
        to: 'aiko@contoso.example',
        from: 'support@caseclock.example',
        language: 'en',
        caseId: exampleCase.id,
        kind: 'acknowledgement',
        sentAt: '2026-11-20T08:00:00Z',
      },
    ]);
  });

  it('to several of operations: one POST, one mail that all of them read', async () => {
    const { server, ...sender } = await setUp();
    const to = ['duty@caseclock.example', 'lead@caseclock.example'];
    const mail = sender.claim(exampleMail({ kind: 'escalated', to }), 'run-1');
    expect((await sender.deliver(mail, false)).type).toBe('mail.sent');
    expect(server.requests.filter((line) => line.startsWith('POST'))).toHaveLength(1);
    expect(await server.mails()).toMatchObject([
      { to: 'duty@caseclock.example, lead@caseclock.example', kind: 'escalated' },
    ]);
  });

  it('crash between claim and POST: the taker-over asks, finds nothing, sends under the same ids', async () => {
    const { server, time, ...sender } = await setUp();
    const first = sender.claim(exampleMail(), 'run-1');
    const times = { now: productNow, realNow: time.real, deadOwner: (owner: string) => owner === 'run-1' };
    expect(isClaimable(exampleCase, first, { ...times, deadOwner: () => false })).toBe(false);
    expect(isClaimable(exampleCase, first, times)).toBe(true);
    const second = sender.claim(first, 'run-2');
    expect((await sender.deliver(second, true)).type).toBe('mail.sent');
    expect(await server.mails()).toHaveLength(1);
    expect(server.requests.at(0)).toMatch(/^GET .*\/operations\//);
  });

  it('crash after POST and before its answer: the taker-over finds the operation and sends nothing', async () => {
    const { server, ...sender } = await setUp({
      afterAccept: once(cut),
      beforeStatus: once(() => answer(503)),
    });
    const first = sender.claim(exampleMail(), 'run-1');
    expect((await sender.deliver(first, false)).type).toBe('pending');
    const second = sender.claim(first, 'run-2');
    expect((await sender.deliver(second, true)).type).toBe('mail.sent');
    expect(server.requests.filter((line) => line.startsWith('POST'))).toHaveLength(1);
    expect(await server.mails()).toHaveLength(1);
  });

  it('crash after the answer and before the outcome is recorded: nothing more is sent', async () => {
    const { server, ...sender } = await setUp();
    const first = sender.claim(exampleMail(), 'run-1');
    await sender.deliver(first, false);
    const second = sender.claim(first, 'run-2');
    expect((await sender.deliver(second, true)).type).toBe('mail.sent');
    expect(server.requests.filter((line) => line.startsWith('POST'))).toHaveLength(1);
    expect(await server.mails()).toHaveLength(1);
  });

  it('a broken connection after the mail was accepted: asked at once, recorded as sent', async () => {
    const { server, ...sender } = await setUp({ afterAccept: once(cut) });
    expect((await sender.deliver(sender.claim(exampleMail(), 'run-1'), false)).type).toBe('mail.sent');
    expect(await server.mails()).toHaveLength(1);
  });

  it('a broken connection before the mail was accepted: pending, then sent under the same ids', async () => {
    const { server, time, ...sender } = await setUp({ beforeAccept: once(cut) });
    const first = sender.claim(exampleMail(), 'run-1');
    expect((await sender.deliver(first, false)).type).toBe('pending');
    time.real += parameters.claim;
    const second = sender.claim(first, 'run-2');
    expect(second.attempt).toBe(1);
    expect((await sender.deliver(second, true)).type).toBe('mail.sent');
    expect(await server.mails()).toHaveLength(1);
  });

  it('409 while the first request is in flight: pending, and one mail in the end', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    let arrived = () => {};
    const arrival = new Promise<void>((resolve) => (arrived = resolve));
    const { server, ...sender } = await setUp({
      async beforeAccept() {
        arrived();
        await held;
        return undefined;
      },
    });
    const first = sender.claim(exampleMail(), 'run-1');
    const sending = sender.deliver(first, false);
    await arrival;
    const second = sender.claim(first, 'run-2');
    const outcome = await sender.deliver(second, true);
    expect(outcome).toMatchObject({ type: 'pending', reason: expect.stringContaining('409') as string });
    release();
    expect((await sending).type).toBe('mail.sent');
    expect((await sender.deliver(sender.claim(second, 'run-3'), true)).type).toBe('mail.sent');
    expect(await server.mails()).toHaveLength(1);
  });

  it('a take-over after the service has forgotten the first request: next attempt at once', async () => {
    const { server, time, ...sender } = await setUp();
    const first = sender.claim(exampleMail(), 'run-1');
    time.real += 10 * 60_000;
    const second = sender.claim(first, 'run-2');
    const outcome = await sender.deliver(second, true);
    expect(outcome).toMatchObject({
      type: 'mail.deferred',
      data: { attempt: 1, retryAt: '2026-11-20T08:00:00Z' },
    });
    if (outcome.type !== 'mail.deferred') throw new Error('unreachable');
    const third = sender.claim(
      {
        ...second,
        state: { status: 'deferred', retryAt: outcome.data.retryAt, reason: outcome.data.reason },
      },
      'run-2',
    );
    expect(third.attempt).toBe(2);
    expect((await sender.deliver(third, false)).type).toBe('mail.sent');
    expect(await server.mails()).toHaveLength(1);
  });

  it('a claim that is about to expire: nothing is sent', async () => {
    const { server, time, ...sender } = await setUp();
    const mail = sender.claim(exampleMail(), 'run-1');
    time.real += parameters.claim - parameters.abortMargin;
    expect((await sender.deliver(mail, false)).type).toBe('pending');
    expect(server.requests).toEqual([]);
  });
});

describe('what the service answers', () => {
  it.each([
    { status: 429, headers: { 'retry-after': '600' }, retryAt: '2026-11-20T08:10:00Z' },
    { status: 429, headers: { 'retry-after': '5' }, retryAt: '2026-11-20T08:00:05Z' },
    { status: 500, headers: {}, retryAt: '2026-11-20T08:01:00Z' },
    { status: 503, headers: {}, retryAt: '2026-11-20T08:01:00Z' },
    { status: 408, headers: {}, retryAt: '2026-11-20T08:01:00Z' },
    { status: 401, headers: {}, retryAt: '2026-11-20T08:01:00Z' },
  ])('$status $headers: deferred until $retryAt, one request', async ({ status, headers, retryAt }) => {
    const { server, ...sender } = await setUp({ beforeAccept: once(() => answer(status, headers)) });
    const mail = sender.claim(exampleMail(), 'run-1');
    expect(await sender.deliver(mail, false)).toMatchObject({
      type: 'mail.deferred',
      data: { attempt: 1, retryAt },
    });
    expect(server.requests.filter((line) => line.startsWith('POST'))).toHaveLength(1);
    expect(await server.mails()).toEqual([]);
  });

  it('500 although the mail was accepted: asked, and recorded as sent', async () => {
    const { server, ...sender } = await setUp({ afterAccept: once(() => answer(500)) });
    expect((await sender.deliver(sender.claim(exampleMail(), 'run-1'), false)).type).toBe('mail.sent');
    expect(await server.mails()).toHaveLength(1);
  });

  it('504: pending, for the mail may still be under way behind the gateway', async () => {
    const { ...sender } = await setUp({ beforeAccept: once(() => answer(504)) });
    expect((await sender.deliver(sender.claim(exampleMail(), 'run-1'), false)).type).toBe('pending');
  });

  it('400: failed, with the reason', async () => {
    const { ...sender } = await setUp({ beforeAccept: once(() => answer(400)) });
    expect(await sender.deliver(sender.claim(exampleMail(), 'run-1'), false)).toMatchObject({
      type: 'mail.failed',
      data: { attempt: 1, reason: expect.stringContaining('400') as string },
    });
  });

  it('accepted, but the question that the SDK asks next fails: sent all the same', async () => {
    const { server, ...sender } = await setUp({ beforeStatus: once(() => answer(500)) });
    expect((await sender.deliver(sender.claim(exampleMail(), 'run-1'), false)).type).toBe('mail.sent');
    expect(await server.mails()).toHaveLength(1);
  });

  it('a server that is not there: deferred, for nothing was sent', async () => {
    const { server, ...sender } = await setUp();
    await server.close();
    open.pop();
    const outcome = await sender.deliver(sender.claim(exampleMail(), 'run-1'), false);
    expect(outcome).toMatchObject({
      type: 'mail.deferred',
      data: { reason: expect.stringContaining('ECONNREFUSED') as string },
    });
  });

  it.each(['Failed', 'Canceled'] as const)(
    'an operation that is %s: next attempt, under its own ids',
    async (end) => {
      let accepted = 0;
      const { server, ...sender } = await setUp({ outcome: () => (accepted++ === 0 ? end : 'Succeeded') });
      const first = sender.claim(exampleMail(), 'run-1');
      await sender.deliver(first, false);
      const second = sender.claim(first, 'run-2');
      const outcome = await sender.deliver(second, true);
      expect(outcome).toMatchObject({ type: 'mail.deferred', data: { attempt: 1 } });
      const third = sender.claim(
        { ...second, state: { status: 'deferred', retryAt: '2026-11-20T08:01:00Z', reason: 'failed' } },
        'run-2',
      );
      expect((await sender.deliver(third, false)).type).toBe('mail.sent');
      expect(await server.mails()).toHaveLength(1);
    },
  );
});
