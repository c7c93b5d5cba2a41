import { describe, expect, it } from 'vitest';
import { toInstant, toMs } from '../../calendar/instant.ts';
import type { CaseMail } from '../../cases/index.ts';
import { claim } from './claim.ts';
import { deliver } from './deliver.ts';
import { MailRejected, MailUncertain, MailUnavailable } from './errors.ts';
import { parameters } from './parameters.ts';
import type { MailOperation, MailService } from './port.ts';
import { claimed, exampleCase, exampleMail, without } from '../testing/service.ts';

const now = toMs('2026-11-20T08:00:00Z');
const realNow = toMs('2030-01-01T00:00:00Z');

type Answer = MailOperation | Error | undefined;

/** A service that answers from a list and counts what it is asked. */
function service(answers: { send?: Answer; find?: Answer }) {
  const asked: string[] = [];
  const answer = (name: 'send' | 'find') => {
    asked.push(name);
    const given = answers[name];
    if (given instanceof Error) throw given;
    return Promise.resolve(given);
  };
  return {
    asked,
    send: async () => (await answer('send')) ?? { status: 'running' },
    find: async () => answer('find'),
  } satisfies MailService & { asked: string[] };
}

async function run(
  given: ReturnType<typeof service>,
  options: {
    takenOver?: boolean;
    to?: readonly string[];
    attempt?: number;
    mail?: CaseMail;
    notBefore?: number;
  } = {},
) {
  const { takenOver = false, to = ['aiko@contoso.example'], attempt = 1 } = options;
  const mail = claimed(
    { ...(options.mail ?? exampleMail()), attempt },
    {
      ...claim(exampleCase.id, exampleMail(), { now: realNow, owner: 'run-1' }),
      attempt,
    },
  );
  const { outcome } = await deliver({
    case: exampleCase,
    mail,
    takenOver,
    service: given,
    to,
    from: 's@x.example',
    now,
    realNow,
    random: 0,
    timeout,
    ...(options.notBefore === undefined ? {} : { notBefore: options.notBefore }),
  });
  return outcome;
}

const timeout = (ms: number) => AbortSignal.timeout(ms);
const down = new MailUnavailable('down');
const halfway = new MailUnavailable('halfway', { nothingRan: false });
const unsure = new MailUncertain('unsure');
const refused = new MailRejected('refused');
const sent: MailOperation = { status: 'succeeded' };

describe('deliver', () => {
  it.each<{
    name: string;
    answers: { send?: Answer; find?: Answer };
    takenOver?: boolean;
    type: string;
    asked: string[];
  }>([
    { name: 'accepted', answers: {}, type: 'mail.sent', asked: ['send'] },
    {
      name: 'failed at once',
      answers: { send: { status: 'failed' } },
      type: 'mail.deferred',
      asked: ['send'],
    },
    { name: 'unavailable', answers: { send: down }, type: 'mail.deferred', asked: ['send'] },
    { name: 'rejected', answers: { send: refused }, type: 'mail.failed', asked: ['send'] },
    {
      name: 'halfway, kept',
      answers: { send: halfway, find: sent },
      type: 'mail.sent',
      asked: ['send', 'find'],
    },
    { name: 'halfway, unknown', answers: { send: halfway }, type: 'mail.deferred', asked: ['send', 'find'] },
    {
      name: 'halfway, unreachable',
      answers: { send: halfway, find: down },
      type: 'pending',
      asked: ['send', 'find'],
    },
    {
      name: 'unsure, kept',
      answers: { send: unsure, find: sent },
      type: 'mail.sent',
      asked: ['send', 'find'],
    },
    { name: 'unsure, unknown', answers: { send: unsure }, type: 'pending', asked: ['send', 'find'] },
    {
      name: 'unsure, unreachable',
      answers: { send: unsure, find: unsure },
      type: 'pending',
      asked: ['send', 'find'],
    },
    {
      name: 'an unforeseen error while sending',
      answers: { send: new TypeError('bug') },
      type: 'pending',
      asked: ['send', 'find'],
    },
    {
      name: 'taken over, running',
      answers: { find: { status: 'running' } },
      takenOver: true,
      type: 'mail.sent',
      asked: ['find'],
    },
    {
      name: 'taken over, succeeded',
      answers: { find: sent },
      takenOver: true,
      type: 'mail.sent',
      asked: ['find'],
    },
    {
      name: 'taken over, failed',
      answers: { find: { status: 'failed' } },
      takenOver: true,
      type: 'mail.deferred',
      asked: ['find'],
    },
    {
      name: 'taken over, canceled',
      answers: { find: { status: 'canceled' } },
      takenOver: true,
      type: 'mail.deferred',
      asked: ['find'],
    },
    { name: 'taken over, unknown', answers: {}, takenOver: true, type: 'mail.sent', asked: ['find', 'send'] },
    {
      name: 'taken over, unreachable',
      answers: { find: down },
      takenOver: true,
      type: 'pending',
      asked: ['find'],
    },
    {
      name: 'taken over, rejected',
      answers: { send: refused },
      takenOver: true,
      type: 'pending',
      asked: ['find', 'send'],
    },
  ])('$name: $type', async ({ answers, takenOver = false, type, asked }) => {
    const given = service(answers);
    expect((await run(given, { takenOver })).type).toBe(type);
    expect(given.asked).toEqual(asked);
  });

  it.each([
    { name: 'no role', error: new MailUnavailable('403') },
    { name: 'halfway and unknown', error: halfway },
    { name: 'an operation that is unknown', error: down },
  ])('our own fault never ends a mail, however often it was tried: $name', async ({ error }) => {
    for (const attempt of [1, 7, 8, 9, 500]) {
      const outcome = await run(service({ send: error }), { attempt });
      expect(outcome).toMatchObject({ type: 'mail.deferred', data: { attempt } });
      expect(outcome).not.toHaveProperty('data.judged');
    }
  });

  it('what the service has judged counts, and the last of these ends the mail', async () => {
    const last = parameters.backOff.length;
    const outcomes = async (judged: number) => {
      const mail = { ...exampleMail(), judged };
      return run(service({ send: { status: 'failed' } }), { attempt: 40, mail });
    };
    expect(await outcomes(0)).toMatchObject({
      type: 'mail.deferred',
      data: { attempt: 40, judged: true, retryAt: toInstant(now + 60_000) },
    });
    expect(await outcomes(last - 1)).toMatchObject({ type: 'mail.deferred', data: { judged: true } });
    expect(await outcomes(last)).toMatchObject({ type: 'mail.failed', data: { attempt: 40 } });
  });

  it('what is kept of a reason is 500 characters', async () => {
    const outcome = await run(service({ send: new MailRejected('x'.repeat(5_000_000)) }));
    expect(outcome).toMatchObject({ data: { reason: `${'x'.repeat(499)}…` } });
    const deferred = await run(service({ send: new MailUnavailable('y'.repeat(5_000_000)) }));
    expect(deferred).toMatchObject({ data: { reason: `${'y'.repeat(499)}…` } });
  });

  describe('out of the hours of the customer, a mail that is taken over', () => {
    const opening = now + 3_600_000;

    it('is sent no more where the service does not know it, but at the next opening', async () => {
      const given = service({});
      expect(await run(given, { takenOver: true, notBefore: opening })).toMatchObject({
        type: 'mail.deferred',
        data: { retryAt: toInstant(opening) },
      });
      expect(given.asked).toEqual(['find']);
    });

    it('has been sent where it does', async () => {
      const given = service({ find: sent });
      expect((await run(given, { takenOver: true, notBefore: opening })).type).toBe('mail.sent');
    });
  });

  it('why an operation failed is told', async () => {
    const outcome = await run(service({ send: { status: 'failed', detail: 'mailbox full' } }));
    expect(outcome).toMatchObject({
      data: { reason: expect.stringMatching(/failed: mailbox full$/) as string },
    });
  });

  it.each([
    'a@b.example\r\nBcc: c@d.example',
    'a@b.example,c@d.example',
    'Aiko <a@b.example>',
    'a b@c.example',
    'nobody',
    '',
    `${'a'.repeat(320)}@b.example`,
  ])('to %j: failed, and the service is never asked', async (to) => {
    const given = service({});
    expect((await run(given, { to: ['duty@x.example', to] })).type).toBe('mail.failed');
    expect(given.asked).toEqual([]);
  });

  it('to nobody: failed, and the service is never asked', async () => {
    const given = service({});
    expect((await run(given, { to: [] })).type).toBe('mail.failed');
    expect(given.asked).toEqual([]);
  });

  it('to several: one request', async () => {
    const given = service({});
    expect((await run(given, { to: ['duty@x.example', 'lead@x.example'] })).type).toBe('mail.sent');
    expect(given.asked).toEqual(['send']);
  });

  it('a mail that lacks what its kind tells: deferred with what is missing, never sent', async () => {
    const given = service({});
    const mail = without(exampleMail({ kind: 'responseLate' }), 'dueAt');
    expect(await run(given, { mail })).toMatchObject({
      type: 'mail.deferred',
      data: { reason: 'mail responseLate-1 (responseLate) lacks dueAt' },
    });
    expect(given.asked).toEqual([]);
  });

  it('a mail that is not claimed is a mistake of the caller', async () => {
    const mail = exampleMail();
    const given = {
      case: exampleCase,
      mail,
      takenOver: false,
      service: service({}),
      to: ['a@b.c'],
      from: 'a@b.c',
    };
    await expect(deliver({ ...given, now, realNow, random: 0, timeout })).rejects.toThrow(TypeError);
  });
});
