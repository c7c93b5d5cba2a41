import { expect } from 'vitest';

import { toMs } from '../../calendar/index.ts';
import { MailGate, MailThrottled, type MailService } from '../../mail/index.ts';
import { openSqliteStore } from '../../store/sqlite/store.ts';
import { submitCase } from '../commands/act.ts';
import { silentAlarms, submission, testPorts } from './ports.ts';
import { Wakes } from './wakes.ts';
import { tick } from '../alarm/tick.ts';

const perMinute = 100;
const minute = 60_000;

/** A mailbox that takes so many in any minute, and tells everybody else to come back when it has room. */
function mailbox(now: () => number) {
  const taken: number[] = [];
  const sent = new Map<string, number>();
  const service: MailService = {
    async send({ caseId }) {
      const first = taken.at(-perMinute);
      if (first !== undefined && first > now() - minute) {
        throw new MailThrottled('429', { retryAfter: first + minute - now() });
      }
      taken.push(now());
      sent.set(caseId, (sent.get(caseId) ?? 0) + 1);
      return { status: 'succeeded' };
    },
    find: async () => undefined,
  };
  return { service, sent, last: () => taken.at(-1) ?? 0 };
}

/** What came of it. */
interface Flooded {
  /** How often each case was written to, of those that were. */
  readonly times: readonly number[];
  /** Events that tell of a mail that failed, of all cases. */
  readonly failed: number;
  /** Mails recorded as sent. */
  readonly recorded: number;
  /** From the first to the last mail. */
  readonly minutes: number;
  readonly ticks: number;
}

/**
 * So many cases are submitted at one instant, and their acknowledgements leave through the store, the gate and the
 * ticks of one process, on a virtual clock, to a mailbox that takes a hundred a minute.
 */
async function flood(cases: number): Promise<Flooded> {
  const base = testPorts(openSqliteStore({ path: ':memory:' }));
  const { clock, store } = base;
  const { service, sent, last } = mailbox(() => clock.now());
  // The settings allow more than the service takes: its answers tell.
  const mailGate = new MailGate([{ count: 10 * perMinute, span: minute }]);
  let chance = 0;
  const random = () => (chance = (chance + 0.381_966) % 1);
  const ports = { ...base, mail: service, mailGate, random };
  const wakes = new Wakes();
  const begun = clock.now();
  for (let number = 0; number < cases; number += 1) {
    const caseId = `case-${number}`;
    // Severity C: nothing else is due before they are all sent.
    await submitCase(ports, silentAlarms, submission(caseId, { severity: 'C' }));
    wakes.add(caseId, begun);
  }
  let ticks = 0;
  while (sent.size < cases) {
    const { caseId, at } = wakes.take();
    clock.advance(Math.max(0, at - clock.now()));
    const { wakeAt } = await tick(ports, caseId);
    ticks += 1;
    if (wakeAt !== null) wakes.add(caseId, toMs(wakeAt));
  }
  const count = { failed: 0, recorded: 0 };
  for await (const caseId of store.caseIds()) {
    const { commits } = await store.load(caseId, -1);
    for (const { type } of commits.flatMap(({ events }) => events)) {
      if (type === 'mail.failed') count.failed += 1;
      if (type === 'mail.sent') count.recorded += 1;
    }
  }
  await store.close();
  const minutes = (last() - begun) / minute;
  return { times: [...sent.values()], ...count, minutes, ticks };
}

/** Each of so many cases is written to once, and nothing fails on the way. */
export async function expectEachSentOnce(cases: number): Promise<void> {
  const { times, failed, recorded, minutes, ticks } = await flood(cases);
  expect(times).toEqual(Array.from({ length: cases }, () => 1));
  expect({ failed, recorded }).toEqual({ failed: 0, recorded: cases });
  // One that was never idle would need a hundredth of it.
  expect(minutes).toBeLessThan((2 * cases) / 100);
  expect(ticks).toBeLessThan(5 * cases);
}
