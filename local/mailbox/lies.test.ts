import { randomBytes } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';

import { toMs } from '../../shared/calendar/instant.ts';
import { claim, deliver, openMailService } from '../../shared/mail/index.ts';
import { claimed, exampleCase, exampleMail } from '../../shared/mail/testing/service.ts';
import { createMailbox, type MailFaults } from './index.ts';
import { serve } from './testing/server.ts';

const now = toMs('2026-11-20T08:00:00Z');
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function attempt(faults: MailFaults, timeout = (ms: number) => AbortSignal.timeout(ms)) {
  const accessKey = randomBytes(32).toString('base64');
  const mailbox = createMailbox({ path: ':memory:', accessKey, now: () => now, faults });
  const server = await serve(mailbox, accessKey);
  open.push(server);
  const realNow = Date.now();
  const delivered = await deliver({
    case: exampleCase,
    mail: claimed(exampleMail(), claim(exampleCase.id, exampleMail(), { now: realNow, owner: 'run-1' })),
    takenOver: false,
    service: openMailService(server.settings),
    to: ['aiko@contoso.example'],
    from: 'support@caseclock.example',
    now,
    realNow,
    random: 0,
    timeout,
  });
  return { ...delivered, mails: await server.mails() };
}

const html = { 'content-type': 'text/html' };
const json = { 'content-type': 'application/json' };
const otherId = '11111111-1111-4111-8111-111111111111';

it.each<{ name: string; answer: () => Response }>([
  { name: '200 with HTML', answer: () => new Response('<p>Welcome</p>', { status: 200, headers: html }) },
  { name: '202 with HTML', answer: () => new Response('<p>Welcome</p>', { status: 202, headers: html }) },
  { name: '202 with broken JSON', answer: () => new Response('{"id": ', { status: 202, headers: json }) },
  { name: '202 with nothing', answer: () => new Response('', { status: 202 }) },
  { name: '202 without an id', answer: () => Response.json({ status: 'Running' }, { status: 202 }) },
  {
    name: '202 of a status that is none',
    answer: () => Response.json({ id: otherId, status: 7 }, { status: 202 }),
  },
  {
    name: '202 for another',
    answer: () => Response.json({ id: otherId, status: 'Running' }, { status: 202 }),
  },
  { name: '204', answer: () => new Response(null, { status: 204 }) },
])('$name is no acceptance: the claim stays, and the service counts as not answering', async ({ answer }) => {
  const { outcome, answered, mails } = await attempt({ beforeAccept: answer });
  expect(outcome.type).toBe('pending');
  expect(answered).toBe(false);
  expect(mails).toEqual([]);
});

it('an acceptance that was garbled on its way is found out by asking', async () => {
  const garbled = () => new Response('<p>Bad day</p>', { status: 200, headers: html });
  const { outcome, mails } = await attempt({ afterAccept: garbled });
  expect(outcome.type).toBe('mail.sent');
  expect(mails).toHaveLength(1);
});

it('an operation that is told of in HTML is not known', async () => {
  const { outcome } = await attempt({
    beforeAccept: () => new Response('', { status: 504 }),
    beforeStatus: () => new Response('<p>Succeeded</p>', { status: 200, headers: html }),
  });
  expect(outcome.type).toBe('pending');
});

it('of five megabytes of error 500 characters are kept', async () => {
  const error = { code: 'Busy', message: 'x'.repeat(5_000_000) };
  for (const status of [400, 403]) {
    const { outcome } = await attempt({ beforeAccept: () => Response.json({ error }, { status }) });
    expect(JSON.stringify(outcome).length).toBeLessThan(1_000);
    expect(outcome.type).toBe(status === 400 ? 'mail.failed' : 'mail.deferred');
  }
});

it('a service that never answers is given up, and asked', async () => {
  let release: () => void = () => undefined;
  const held = new Promise<undefined>((resolve) => {
    release = () => {
      resolve(undefined);
    };
  });
  const asked: number[] = [];
  // Time passes by itself, a hundred times as fast.
  const timeout = (ms: number) => {
    asked.push(ms);
    return AbortSignal.timeout(ms / 100);
  };
  const { outcome, answered } = await attempt({ beforeAccept: () => held }, timeout);
  release();
  expect(outcome).toMatchObject({ type: 'pending', reason: expect.stringContaining('in time') as string });
  expect(answered).toBe(false);
  expect(asked).toEqual([15_000, 7_000, 4_000]);
});
