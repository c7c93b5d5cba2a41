import { describe, expect, it } from 'vitest';

import { MailUnavailable, parameters, type MailService } from '../../mail/index.ts';
import { openSqliteStore } from '../../store/sqlite/store.ts';
import { submitCase } from '../commands/act.ts';
import { load } from '../commit/load.ts';
import { silentAlarms, submission, testPorts } from '../testing/ports.ts';
import { mailState } from './mailState.ts';
import { tick } from './tick.ts';

const minute = 60_000;

/** A product whose mail service does as it is told. */
function product(send: MailService['send']) {
  const ports = {
    ...testPorts(openSqliteStore({ path: ':memory:' })),
    mail: { send, find: () => Promise.reject(new MailUnavailable('unreachable')) },
    // Nobody waits for real time: what does not answer at once is slow.
    mailPatience: 0,
    warn: () => undefined,
  };
  const submit = async (caseId: string) => submitCase(ports, silentAlarms, submission(caseId));
  const typesOf = async (caseId: string) => {
    const { commits } = await ports.store.load(caseId, -1);
    return commits.flatMap(({ events }) => events.map(({ type }) => type));
  };
  return { ports, submit, typesOf };
}

const hangs = () => new Promise<never>(() => undefined);

describe('a mail service that hangs', () => {
  it('holds up no tick: what is due is recorded, and a mail without a slot is left', async () => {
    const { ports, submit, typesOf } = product(hangs);
    const ids = Array.from({ length: 3 * parameters.slots }, (_, index) => `case-${index}`);
    for (const id of ids) await submit(id);
    for (const id of ids) await tick(ports, id);
    ports.clock.advance(61 * minute);
    for (const id of ids) {
      const { wakeAt } = await tick(ports, id);
      expect(Date.parse(wakeAt ?? '')).toBeGreaterThan(ports.clock.now());
      expect(await typesOf(id)).toContain('clock.breached');
    }
    const claims = await Promise.all(ids.map(typesOf));
    expect(claims.flat().filter((type) => type === 'mail.claimed')).toHaveLength(parameters.slots);
  });

  it('the row of a wake that was put off says so, and the sweep has nothing to do', async () => {
    const { ports, submit } = product(hangs);
    const ids = Array.from({ length: parameters.slots + 1 }, (_, index) => `case-${index}`);
    for (const id of ids) {
      await submit(id);
      await tick(ports, id);
    }
    const left = await ports.store.getWake(ids.at(-1) ?? '');
    expect(left?.wakeAt).toBeGreaterThan(ports.clock.now());
    expect(left?.mail).toEqual({ count: 1, since: ports.clock.now() });
    expect(await ports.store.wakeBacklog(ports.clock.now())).toMatchObject({ count: 0 });
  });
});

describe('a role that is missing', () => {
  const refuse = () => Promise.reject(new MailUnavailable('the mail service answered 403'));

  it('is one alert, which is true after a restart, and ends with the fault', async () => {
    let send: MailService['send'] = refuse;
    const { ports: base, submit, typesOf } = product((...args) => send(...args));
    const ports = { ...base, mailPatience: 15_000 };
    expect(await mailState(ports)).toEqual({ state: 'ok', waiting: 0 });
    const ids = Array.from({ length: 10 }, (_, index) => `case-${index}`);
    for (const id of ids) {
      await submit(id);
      await tick(ports, id);
    }
    const failing = await mailState(ports);
    expect(failing).toMatchObject({
      state: 'failing',
      waiting: 10,
      lastError: 'the mail service answered 403',
    });

    const { MailGate } = await import('../../mail/index.ts');
    const restarted = { ...ports, mailGate: new MailGate() };
    ports.clock.advance(2 * minute);
    expect(await mailState(restarted)).toMatchObject({ state: 'deferred', waiting: 10 });

    // A weekend goes by.
    for (let hour = 0; hour < 62; hour += 1) {
      ports.clock.advance(60 * minute);
      for (const id of ids) await tick(restarted, id);
    }
    send = async () => ({ status: 'running' });
    for (let quarter = 0; quarter < 12; quarter += 1) {
      ports.clock.advance(15 * minute);
      for (const id of ids) await tick(restarted, id);
    }
    expect(await mailState(restarted)).toEqual({ state: 'ok', waiting: 0 });
    for (const id of ids) {
      expect(await typesOf(id)).not.toContain('mail.failed');
      expect((await load(ports, id)).state?.mails).toEqual([]);
    }
  });
});
