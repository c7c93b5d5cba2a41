import { afterEach, describe, expect, test, vi } from 'vitest';

import { MailThrottled, type MailOperation, type MailService } from '../../mail/index.ts';
import { openSqliteStore } from '../../store/sqlite/store.ts';
import { submitCase } from '../commands/act.ts';
import { takeReport } from '../mail/reports.ts';
import { silentAlarms, submission, testPorts } from '../testing/ports.ts';
import { tick } from './tick.ts';

const minute = 60_000;
const hour = 60 * minute;
/** As ids are: a report finds the case by how it begins. */
const caseId = '01jd4f5t9n0000000000000000';
const aiko = 'aiko@contoso.example';

afterEach(() => {
  vi.restoreAllMocks();
});

/** A case whose acknowledgement was accepted while its operation went on; what the service says of it then. */
async function accepted(find: MailService['find']) {
  const asked = vi.fn(find);
  const ports = {
    ...testPorts(openSqliteStore({ path: ':memory:' })),
    mail: { send: async () => ({ status: 'running' as const }), find: asked },
    // What does not answer at once is slow, and nobody waits for it in real time.
    mailPatience: 50,
  };
  // Severity C: nothing else is due for days.
  await submitCase(ports, silentAlarms, submission(caseId, { severity: 'C' }));
  await tick(ports, caseId);
  const events = async () => {
    const { commits } = await ports.store.load(caseId, -1);
    return commits.flatMap((commit) => commit.events);
  };
  const of = async (type: string) => (await events()).filter((event) => event.type === type);
  const [sent] = await of('mail.sent');
  if (sent?.type !== 'mail.sent') throw new Error('nothing was sent');
  const { operationId } = sent.data;
  return { ports, asked, of, operationId, begin: ports.clock.now() };
}

const failed = async (): Promise<MailOperation> => ({ status: 'failed', detail: 'dropped' });

describe('how an accepted mail ended', () => {
  test('is asked once, by a wake that is due anyway or by one of its own', async () => {
    const { ports, asked, of, operationId } = await accepted(async () => ({ status: 'succeeded' }));
    ports.clock.advance(10 * minute - 1);
    const { wakeAt } = await tick(ports, caseId);
    expect(asked).not.toHaveBeenCalled();
    expect(Date.parse(wakeAt ?? '') - ports.clock.now()).toBe(4 * hour - 10 * minute + 1);
    ports.clock.advance(1);
    for (let again = 0; again < 3; again += 1) await tick(ports, caseId);
    expect(asked.mock.calls.map(([id]) => id)).toEqual([operationId]);
    expect(await of('mail.followed')).toMatchObject([{ data: { attempt: 1, status: 'succeeded' } }]);
    const wake = await ports.store.getWake(caseId);
    expect(wake?.wakeAt).toBeGreaterThan(ports.clock.now() + 4 * hour);
  });

  test('is asked by nobody where a report has told it', async () => {
    const { ports, asked, of, operationId } = await accepted(failed);
    await takeReport(ports, silentAlarms, { operationId, recipient: aiko, status: 'delivered' });
    ports.clock.advance(5 * hour);
    await tick(ports, caseId);
    expect(asked).not.toHaveBeenCalled();
    expect(await of('mail.followed')).toEqual([]);
  });

  test('failed: it goes again to whom it did not reach, once, whoever else tells of it', async () => {
    const { ports, of, operationId } = await accepted(failed);
    ports.clock.advance(10 * minute);
    await Promise.all([tick(ports, caseId), tick(ports, caseId)]);
    await takeReport(ports, silentAlarms, { operationId, recipient: aiko, status: 'failed' });
    expect(await of('mail.bounced')).toMatchObject([
      { data: { attempt: 1, recipient: aiko, status: 'failed', reason: 'dropped' } },
    ]);
    expect(await of('mail.followed')).toMatchObject([{ data: { status: 'failed', reason: 'dropped' } }]);
    expect((await of('mail.requested')).slice(1)).toMatchObject([
      { data: { kind: 'acknowledgement', to: [aiko], again: 1 } },
    ]);
    ports.clock.advance(15 * minute);
    await tick(ports, caseId);
    expect(await of('mail.sent')).toHaveLength(2);
  });

  test('COM-1: suppressed: operations are told, and it does not go again', async () => {
    const { ports, of } = await accepted(async () => ({ status: 'failed', ofAddress: true }));
    ports.clock.advance(10 * minute);
    await tick(ports, caseId);
    expect(await of('mail.bounced')).toMatchObject([{ data: { status: 'suppressed' } }]);
    expect((await of('mail.requested')).slice(1)).toMatchObject([{ data: { kind: 'contactUnreachable' } }]);
  });

  test('still under way: asked three times in a day, and no more', async () => {
    const { ports, asked, of } = await accepted(async () => ({ status: 'running' }));
    for (let quarter = 0; quarter < 4 * 24 * 3; quarter += 1) {
      ports.clock.advance(15 * minute);
      await tick(ports, caseId);
    }
    const ofFirst = asked.mock.calls.filter(([id]) => id === asked.mock.calls[0]?.[0]);
    expect(ofFirst).toHaveLength(3);
    const [first] = await of('mail.followed');
    const told = (await of('mail.followed')).filter(
      ({ data }) => 'mailId' in data && first && 'mailId' in first.data && data.mailId === first.data.mailId,
    );
    expect(told).toHaveLength(3);
  });
});

describe('a service that does not say it', () => {
  test.each([
    ['turns the question away', () => Promise.reject(new MailThrottled('429'))],
    ['hangs', () => new Promise<never>(() => undefined)],
  ])('%s: nothing is recorded, and it is asked later, for a day', async (_, find) => {
    const { ports, asked, of, begin } = await accepted(find);
    ports.clock.advance(10 * minute);
    const { wakeAt } = await tick(ports, caseId);
    const wait = Date.parse(wakeAt ?? '') - ports.clock.now();
    expect(wait).toBeGreaterThanOrEqual(30 * minute);
    expect(await of('mail.followed')).toEqual([]);
    // The row says so too, and the sweep does not come for it.
    expect((await ports.store.getWake(caseId))?.wakeAt).toBe(Date.parse(wakeAt ?? ''));
    expect(asked).toHaveBeenCalledTimes(1);
    ports.clock.advance(begin + 24 * hour - ports.clock.now());
    await tick({ ...ports, timeout: () => AbortSignal.timeout(1), mailPatience: 5000 }, caseId);
    if (asked.mock.calls.length > 1)
      await vi.waitFor(async () => expect(await of('mail.followed')).not.toEqual([]));
    expect(await of('mail.followed')).toMatchObject([{ data: { status: 'unreachable' } }]);
  });
});
