import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toMs } from '../../shared/calendar/instant.ts';
import type { CaseMail } from '../../shared/cases/index.ts';
import { claim, deliver, isClaimable, nextMailWake, openMailService } from '../../shared/mail/index.ts';
import { claimed, exampleCase, exampleMail } from '../../shared/mail/testing/service.ts';
import { createMailbox, type MailFaults } from './index.ts';
import { cut, serve } from './testing/server.ts';

const answer = (status: number) => Response.json({ error: { code: 'E', message: 'fault' } }, { status });

/** What may go wrong in one round of claim, sending and recording; the rest of the round goes right. */
const faults = {
  none: {},
  cutBefore: { beforeAccept: cut },
  cutAfter: { afterAccept: cut },
  cutAfterAndDeaf: { afterAccept: cut, beforeStatus: cut },
  refusedBefore: { beforeAccept: () => answer(429) },
  brokenBefore: { beforeAccept: () => answer(500) },
  brokenAfter: { afterAccept: () => answer(500) },
  brokenAfterAndDeaf: { afterAccept: () => answer(503), beforeStatus: () => answer(503) },
  gatewayBefore: { beforeAccept: () => answer(504) },
  gatewayAfter: { afterAccept: () => answer(504) },
  deaf: { beforeStatus: cut },
  failed: { outcome: () => 'Failed' },
} satisfies Record<string, MailFaults>;

const round = fc.record({
  fault: fc.constantFrom(...(Object.keys(faults) as (keyof typeof faults)[])),
  /** Where the sender dies, if it does. */
  crash: fc.constantFrom('no', 'beforePost', 'beforeRecording'),
  /** Whether its death is known, so that its claim need not expire. */
  known: fc.boolean(),
  /** Real minutes until somebody looks again. */
  minutes: fc.constantFrom(0, 1, 4, 6, 60),
});

it('whatever goes wrong, and wherever senders die: one mail in the mailbox, and it is recorded', async () => {
  const accessKey = randomBytes(32).toString('base64');
  await fc.assert(
    fc.asyncProperty(fc.array(round, { maxLength: 6 }), async (rounds) => {
      const time = { real: Date.now(), product: toMs('2026-11-20T08:00:00Z') };
      let fault: MailFaults = {};
      const mailbox = createMailbox({
        path: ':memory:',
        accessKey,
        now: () => time.product,
        realNow: () => time.real,
        faults: {
          beforeAccept: (request) => fault.beforeAccept?.(request),
          afterAccept: (request) => fault.afterAccept?.(request),
          beforeStatus: (id) => fault.beforeStatus?.(id),
          outcome: (id) => fault.outcome?.(id) ?? 'Succeeded',
        },
      });
      const server = await serve(mailbox, accessKey);
      const service = openMailService(server.settings);
      const dead = new Set<string>();
      const recorded: string[] = [];
      let failures = 0;
      let mail: CaseMail = exampleMail();

      async function look(owner: string, { crash, known }: { crash: string; known: boolean }) {
        const times = { now: time.product, realNow: time.real, deadOwner: (one: string) => dead.has(one) };
        if (!isClaimable(exampleCase, mail, times)) return;
        const takenOver = mail.state.status === 'claimed';
        mail = claimed(mail, claim(exampleCase.id, mail, { now: time.real, owner }));
        if (crash !== 'no' && known) dead.add(owner);
        if (crash === 'beforePost') return;
        const to = ['duty@caseclock.example', 'lead@caseclock.example'];
        const from = 'support@caseclock.example';
        const delivery = { case: exampleCase, mail, takenOver, service, to, from };
        const timeout = (ms: number) => AbortSignal.timeout(ms);
        const { outcome } = await deliver({
          ...delivery,
          now: time.product,
          realNow: time.real,
          random: 0,
          timeout,
        });
        if (crash === 'beforeRecording' || outcome.type === 'pending') return;
        if (outcome.type === 'mail.sent') {
          recorded.push(outcome.data.operationId);
          mail = { ...mail, state: { status: 'sent', operationId: outcome.data.operationId } };
        } else if (outcome.type === 'mail.deferred') {
          failures += 1;
          const { retryAt, reason } = outcome.data;
          mail = { ...mail, state: { status: 'deferred', retryAt, reason } };
        } else throw new Error(outcome.data.reason);
      }

      try {
        for (const [index, { fault: name, crash, known, minutes }] of rounds.entries()) {
          fault = faults[name];
          await look(`run-${index}`, { crash, known });
          time.real += minutes * 60_000;
          time.product += minutes * 60_000;
        }
        fault = {};
        const times = () => ({
          now: time.product,
          realNow: time.real,
          deadOwner: (one: string) => dead.has(one),
        });
        for (
          let wake = nextMailWake(exampleCase, mail, times());
          wake !== null;
          wake = nextMailWake(exampleCase, mail, times())
        ) {
          time.real += wake - time.product;
          time.product = wake;
          await look(`last-${wake}`, { crash: 'no', known: false });
        }
        expect(recorded).toHaveLength(1);
        // An operation may fail after its mail was recorded as accepted: the only way to no mail at all.
        const mails = await server.mails();
        if (!rounds.some(({ fault: name }) => name === 'failed')) expect(mails).toHaveLength(1);
        expect(mails.length).toBeLessThanOrEqual(1);
        expect(failures).toBeLessThanOrEqual(rounds.length + 1);
      } finally {
        await server.close();
      }
    }),
    { numRuns: 100 },
  );
}, 180_000);
