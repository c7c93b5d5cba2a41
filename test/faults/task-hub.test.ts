import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { AlarmView } from '../../shared/api/operations/alarms.ts';
import { Product } from '../support/product.ts';
import { contoso, submission } from '../support/samples.ts';
import { fellDue, ofType, unanswered, unansweredMails } from '../support/timeline.ts';

const minute = 60_000;
/** The sweep's grace plus one period. */
const latest = 2 * minute;

let product: Product;
let caseId: string;
beforeEach(async () => {
  product = await Product.start();
  await product.client.putEntitlement('contoso', contoso);
  caseId = (await product.client.submit(submission)).id;
  await product.client.advance('PT0S');
});
afterEach(() => product.dispose());

/** Lets the hour of the case pass, with the sweep each minute. */
async function passMinuteByMinute(): Promise<void> {
  for (let passed = 0; passed < 65; passed += 1) await product.client.advance('PT1M');
}

async function whileStopped(change: () => Promise<void> | void): Promise<void> {
  const now = await product.client.now();
  await product.stop();
  await change();
  await product.restart(now);
}

function changeHub(sql: string): void {
  const hub = new DatabaseSync(join(product.data, 'hub.db'));
  hub.exec(sql);
  hub.close();
}

const manage = async (instanceId: string, operation: string, body?: unknown) =>
  product.client.call('POST', `${await product.taskHub()}/instances/${instanceId}/${operation}`, {
    as: 'nobody',
    body: body ?? '',
  });

const alarms = () => product.client.all<AlarmView>('/api/operations/alarms', { as: 'operations' });

async function expectAllOnce(): Promise<{ late: number }[]> {
  const timeline = await product.client.timeline(caseId);
  const decided = fellDue(timeline);
  expect(decided).toMatchObject(unanswered);
  const mails = await product.client.mail({ caseId });
  // Operations are told again and again until somebody answers (ALERT-1).
  const kinds = mails.map(({ kind }) => kind).filter((kind) => kind !== 'responseStillMissing');
  expect(kinds.sort()).toEqual(unansweredMails);
  expect(mails).toHaveLength(ofType(timeline, 'mail.requested').length);
  return decided;
}

/** Somebody takes the case on: nothing is pending any more, once is known how the last mails ended. */
async function acknowledge(): Promise<void> {
  await product.client.act(caseId, { type: 'alert.acknowledged' });
  await product.client.advance('PT4H');
}

test('untouched, everything is decided at its instant', async () => {
  await passMinuteByMinute();
  expect((await expectAllOnce()).map(({ late }) => late)).toEqual([0, 0, 0]);
  await acknowledge();
  expect(await alarms()).toEqual([]);
});

test('a task hub that is deleted is rebuilt by the sweep from the store', async () => {
  await whileStopped(async () => {
    for (const name of await readdir(product.data)) {
      if (name.startsWith('hub.db')) await rm(join(product.data, name));
    }
  });
  await product.client.advance('PT30M30S');
  expect(await alarms()).toMatchObject([{ caseId, instanceId: `${caseId}.0`, runtimeStatus: 'Unknown' }]);
  for (let passed = 30; passed < 33; passed += 1) await product.client.advance('PT1M');
  expect(await alarms()).toMatchObject([{ caseId, runtimeStatus: 'Running', lateness: 0 }]);
  for (let passed = 33; passed < 65; passed += 1) await product.client.advance('PT1M');
  const [first, ...rest] = await expectAllOnce();
  expect(first?.late).toBeLessThanOrEqual(latest);
  // From the first threshold on, the new alarm keeps time.
  expect(rest.map(({ late }) => late)).toEqual([0, 0]);
});

test('without a task hub for hours, everything is still decided as of its due instant, in order', async () => {
  await whileStopped(() => changeHub('DELETE FROM messages; DELETE FROM instances;'));
  await product.client.advance('PT5H');
  const decided = await expectAllOnce();
  expect(decided).toHaveLength(unanswered.length);
  for (const { late } of decided) expect(late).toBeGreaterThan(4 * 60 * minute - latest);
  const { body } = await product.client.act(caseId, { type: 'engineer.contacted' });
  expect(body.clocks[0]).toMatchObject({ state: 'breached', lateBy: 'PT4H' });
});

test('wake-ups that are lost again and again delay no threshold by more than grace and period', async () => {
  for (let passed = 0; passed < 65; passed += 13) {
    await whileStopped(() => changeHub('DELETE FROM messages'));
    for (let one = 0; one < 13; one += 1) await product.client.advance('PT1M');
  }
  const decided = await expectAllOnce();
  for (const { late } of decided) expect(late).toBeLessThanOrEqual(latest);
});

test('a sweep that comes more often, with less grace, finds what was lost that much sooner', async () => {
  const settings = { SWEEP_GRACE_MS: '15000', SWEEP_PERIOD_MS: '15000' };
  await product.dispose();
  product = await Product.start({ settings });
  await product.client.putEntitlement('contoso', contoso);
  caseId = (await product.client.submit(submission)).id;
  await product.client.advance('PT29M');
  await whileStopped(() => changeHub('DELETE FROM messages'));
  for (let passed = 0; passed < 8; passed += 1) await product.client.advance('PT15S');
  const [first] = fellDue(await product.client.timeline(caseId));
  expect(first?.late).toBeLessThanOrEqual(30_000);
});

test('wake-ups that come twice, and events that nobody asked for, change nothing', async () => {
  const copies = `INSERT INTO messages (queue, instance, execution, visibleAt, timer, held, body)
    SELECT queue, instance, execution, visibleAt, timer, held, body FROM messages`;
  for (let passed = 0; passed < 65; passed += 13) {
    await whileStopped(() => changeHub(copies));
    const raised = Array.from({ length: 10 }, () => manage(`${caseId}.0`, 'raiseEvent/rescheduled', 'null'));
    await Promise.all(raised);
    await product.client.advance('PT13M');
  }
  expect((await expectAllOnce()).map(({ late }) => late)).toEqual([0, 0, 0]);
});

test('an alarm that hangs delays no threshold by more than grace and period', async () => {
  expect((await manage(`${caseId}.0`, 'suspend?reason=test')).status).toBe(202);
  await product.client.advance('PT30M30S');
  expect(await alarms()).toMatchObject([{ caseId, runtimeStatus: 'Suspended' }]);
  await passMinuteByMinute();
  for (const { late } of await expectAllOnce()) expect(late).toBeLessThanOrEqual(latest);
  // Woken in the end, it finds nothing to do.
  await manage(`${caseId}.0`, 'resume?reason=test');
  await product.client.advance('PT1H');
  await expectAllOnce();
});

test('an alarm that was ended by force is replaced by the next epoch', async () => {
  await manage(`${caseId}.0`, 'terminate?reason=test');
  await passMinuteByMinute();
  const [first, ...rest] = await expectAllOnce();
  expect(first?.late).toBeLessThanOrEqual(latest);
  expect(rest.map(({ late }) => late)).toEqual([0, 0]);
  await acknowledge();
  const epochs = ofType(await product.client.timeline(caseId), 'alarm.started', 'alarm.ended');
  expect(epochs).toMatchObject([
    { type: 'alarm.started', data: { epoch: 0 } },
    { type: 'alarm.started', data: { epoch: 1 }, by: { id: 'sweep' } },
    { type: 'alarm.ended', data: { epoch: 1 } },
  ]);
});

describe('the alarms that operations see', () => {
  test('are restarted as the next epoch; a superseded one appends nothing', async () => {
    const { client } = product;
    const restart = (id: string) =>
      client.call('POST', `/api/operations/alarms/${id}/restart`, { as: 'operations' });
    const answer = await restart(caseId);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ caseId, instanceId: `${caseId}.1` });
    await client.advance('PT0S');
    expect(await alarms()).toMatchObject([
      { caseId, instanceId: `${caseId}.1`, runtimeStatus: 'Running', nextWake: '2026-11-20T08:30:00Z' },
    ]);

    await client.advance('PT35M');
    const before = await client.timeline(caseId);
    const hub = await product.taskHub();
    const started = await client.call('POST', `${hub}/orchestrators/caseAlarm/${caseId}.0`, {
      as: 'nobody',
      body: { caseId },
    });
    expect(started.status).toBe(202);
    await client.advance('PT0S');
    expect(await client.timeline(caseId)).toEqual(before);
    const old = await client.call<{ runtimeStatus: string }>('GET', `${hub}/instances/${caseId}.0`, {
      as: 'nobody',
    });
    expect(old.body.runtimeStatus).toBe('Completed');

    await passMinuteByMinute();
    expect((await expectAllOnce()).map(({ late }) => late)).toEqual([0, 0, 0]);
    await acknowledge();
    expect((await restart(caseId)).status).toBe(409);
    expect((await restart('unknown')).status).toBe(404);
  });

  test('end when nothing is pending, and start again as the next epoch', async () => {
    const { client } = product;
    await client.act(caseId, { type: 'engineer.contacted' });
    await client.advance('PT2H');
    expect(await alarms()).toEqual([]);
    expect(ofType(await client.timeline(caseId), 'alarm.ended')).toHaveLength(1);
  });
});
