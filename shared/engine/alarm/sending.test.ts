import { describe, expect, it, vi } from 'vitest';

import {
  channels,
  MailUnavailable,
  parameters,
  type MailOperation,
  type MailService,
} from '../../mail/index.ts';
import { builtInPolicies } from '../../policy/index.ts';
import { openSqliteStore } from '../../store/sqlite/store.ts';
import { actOnCase, submitCase } from '../commands/act.ts';
import { load } from '../commit/load.ts';
import { putPolicyVersion } from '../policies/versions.ts';
import { engineer, silentAlarms, submission, testPorts } from '../testing/ports.ts';
import { channelStates } from './channelStates.ts';
import { mailState } from './mailState.ts';
import { tick } from './tick.ts';

const minute = 60_000;
const operations = { ...engineer, role: 'operations' } as const;

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

describe('a channel of operations', () => {
  const channel = { webhook: 'CHANNEL_DUTY', shape: 'teams' } as const;

  /** A product whose first level has a channel that does as it is told. */
  async function withChannel(send: () => Promise<MailOperation>) {
    const { ports: base, submit, typesOf } = product(async () => ({ status: 'running' }));
    const [policy] = builtInPolicies;
    if (!policy) throw new Error('there is no policy');
    const [first, ...others] = policy.escalation.levels;
    const levels = [...(first ? [{ ...first, channels: [channel] }] : []), ...others];
    const escalation = { ...policy.escalation, levels };
    const version = {
      policy: { ...policy, version: 'v', escalation },
      applyTo: 'new' as const,
      putBy: 'o-1',
    };
    await putPolicyVersion(base, version, base.clock.now());
    const warned: string[] = [];
    const find = async () => undefined;
    const all = channels({ CHANNEL_DUTY: 'https://hooks.example/x' });
    const ports = {
      ...base,
      mailPatience: 5000,
      channels: { ...all, serviceOf: () => ({ send, find }) },
      warn: (message: string) => warned.push(message),
    };
    await submit('case-0');
    return { ports, typesOf, warned };
  }

  it('that hangs holds up neither time nor mail, and is tried again', async () => {
    const { ports, typesOf } = await withChannel(hangs);
    // Nobody waits for it longer than that.
    const impatient = { ...ports, mailPatience: 50 };
    ports.clock.advance(61 * minute);
    for (let round = 0; round < 3; round += 1) await tick(impatient, 'case-0');
    const types = await typesOf('case-0');
    expect(types).toContain('clock.breached');
    // Acknowledgement, two warnings, the breach to operations and to the customer; three of them are posted too.
    expect(types.filter((type) => type === 'mail.requested')).toHaveLength(8);
    await vi.waitFor(async () => {
      const sent = (await typesOf('case-0')).filter((type) => type === 'mail.sent');
      expect(sent).toHaveLength(5);
    });
    const { state } = await load(ports, 'case-0');
    expect(state?.mails.map(({ channel: to, state: { status } }) => [to, status])).toEqual(
      Array.from({ length: 3 }, () => [channel, 'claimed']),
    );
    expect(await mailState(ports)).not.toMatchObject({ state: 'failing' });
  });

  /** Two warnings, before an engineer makes contact, to a channel that does as `send` says. */
  async function warned(send: () => Promise<MailOperation>) {
    const { ports, ...more } = await withChannel(send);
    ports.clock.advance(31 * minute);
    await tick(ports, 'case-0');
    await actOnCase(ports, silentAlarms, await load(ports, 'case-0'), {
      type: 'engineer.contacted',
      by: engineer,
    });
    const pass = async (hours: number) => {
      for (let hour = 0; hour < hours; hour += 1) {
        ports.clock.advance(60 * minute);
        await tick(ports, 'case-0');
      }
    };
    const stateOf = async () => channelStates(await ports.policies.read(), ports);
    return { ports, pass, stateOf, ...more };
  }

  it('that is gone for two weeks is told once, and gets its message when it is back', async () => {
    let send = (): Promise<MailOperation> => Promise.reject(new MailUnavailable('the channel answered 404'));
    const { ports, pass, stateOf, typesOf, warned: told } = await warned(() => send());
    expect(await stateOf()).toMatchObject([
      { webhook: 'CHANNEL_DUTY', state: 'failing', lastError: 'the channel answered 404' },
    ]);
    await pass(14 * 24);
    const types = await typesOf('case-0');
    expect(types).not.toContain('mail.failed');
    // One message: six in the first day and a half, then one a day at the most.
    expect(types.filter((type) => type === 'mail.deferred').length).toBeLessThan(6 + 14);
    expect(told).toEqual(['the channel CHANNEL_DUTY takes no message at present']);
    send = async () => ({ status: 'succeeded' });
    await pass(37);
    expect((await load(ports, 'case-0')).state?.mails).toEqual([]);
    expect(await stateOf()).toEqual([{ webhook: 'CHANNEL_DUTY', state: 'ok' }]);
  });

  it('that turns a message down for two days: it has failed for good, and can be asked for again', async () => {
    let answer: MailOperation = { status: 'failed', detail: 'the channel answered 400' };
    const { ports, pass, stateOf, typesOf } = await warned(async () => answer);
    await pass(50);
    expect((await typesOf('case-0')).filter((type) => type === 'mail.deferred')).toHaveLength(7);
    const { state } = await load(ports, 'case-0');
    const [failed] = state?.failedMails ?? [];
    expect(failed).toMatchObject({ channel, state: { reason: 'the channel answered 400' } });
    // The customer is not to blame for it.
    expect(state?.unreachableTold).toBeUndefined();
    answer = { status: 'succeeded' };
    const again = { type: 'mail.retryRequested', mailId: failed?.id ?? '', by: operations } as const;
    await actOnCase(ports, silentAlarms, await load(ports, 'case-0'), again);
    await tick(ports, 'case-0');
    expect((await load(ports, 'case-0')).state).toMatchObject({ mails: [], failedMails: [] });
    expect(await stateOf()).toEqual([{ webhook: 'CHANNEL_DUTY', state: 'ok' }]);
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
