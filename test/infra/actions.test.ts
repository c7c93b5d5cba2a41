/** What the alarms of a life have a task hub do, counted on the product's own orchestrator and tick. */
import { expect, test } from 'vitest';

import { CountedAlarms } from '../../infra/cost/hub.ts';
import { live, lives } from '../../infra/cost/lives.ts';
import { schedulerActions, storageRequests, wakesOf } from '../../infra/cost/work.ts';
import { actOnCase, submitCase } from '../../shared/engine/commands/act.ts';
import { readCase } from '../../shared/engine/commands/read.ts';
import { sweep } from '../../shared/engine/alarm/sweep.ts';
import { begin, engineer, submission, testPorts } from '../../shared/engine/testing/ports.ts';
import { openSqliteStore } from '../../shared/store/sqlite/store.ts';

const minute = 60_000;
const day = 1440 * minute;

async function workOf(life: keyof typeof lives) {
  const ports = testPorts(openSqliteStore({ path: ':memory:' }));
  const counted = new CountedAlarms(ports);
  await live(ports, counted, lives[life]);
  // Whatever still sleeps comes to its end.
  await counted.passTo(begin + 30 * day);
  return counted.work;
}

test('a life of start, three reschedules, four alarms and close takes at most 110 storage requests', async () => {
  const work = await workOf('usual');
  expect(work).toMatchObject({ starts: 1, events: 4, ticks: 6, timersFired: 4 });
  expect(storageRequests(work)).toBeLessThanOrEqual(110);
});

test('an event that asks for mail is a tick besides, and nothing else is', async () => {
  const work = await workOf('asked');
  // The start, four alarms, four events with mail.
  expect(work).toMatchObject({ starts: 1, events: 4, ticks: 9, timersFired: 4 });
  expect(storageRequests(work)).toBeLessThanOrEqual(131);
});

test('the standard life takes at most four actions a wake', async () => {
  const work = await workOf('standard');
  // Submit, warning, contact, question, reminder, lowering, answer, proposal, acceptance.
  expect(wakesOf(work)).toBe(9);
  expect(schedulerActions(work)).toBeLessThanOrEqual(26);
});

test('a thousand open cases that wait for a day are no work at all, whether something is pending or not', async () => {
  const ports = testPorts(openSqliteStore({ path: ':memory:' }));
  const counted = new CountedAlarms(ports);
  for (let number = 0; number < 1000; number += 1) {
    const caseId = `case${number}`;
    await submitCase(
      ports,
      counted.alarms,
      submission(caseId, { severity: 'C', require24X7Response: false }),
    );
    const read = await readCase(ports, caseId);
    if (!read) throw new Error('the case is gone');
    // Of one half nothing is pending; the others wait for the customer's word on a proposal, for days.
    const type = number % 2 === 0 ? 'engineer.contacted' : 'engineer.proposedResolution';
    await actOnCase(ports, counted.alarms, read.loaded, { type, by: engineer });
  }
  await counted.passTo(ports.clock.now());
  const before = counted.work;
  for (let passed = 1; passed <= 24; passed += 1) {
    await counted.passTo(begin + passed * 60 * minute);
    const { swept } = await sweep(ports, counted.alarms);
    expect(swept).toBe(0);
  }
  expect(counted.work).toEqual(before);
  expect(await ports.store.count({ status: 'open', now: ports.clock.now() })).toBe(1000);
  // They do wait: half of them with their timer set.
  expect(before.timersSet - before.timersFired).toBeGreaterThanOrEqual(500);
});
