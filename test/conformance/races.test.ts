/**
 * An event against the alarm of a case, at every place where the two can meet: whatever the order, a wake that was
 * brought forward is met at its instant.
 */
import * as df from 'durable-functions';
import { describe, expect, test } from 'vitest';

import type { AlarmInput } from '../../functions/caseAlarm.orchestrator.ts';
import type { TickResult } from '../../shared/engine/alarm/tick.ts';
import { AlarmLife, day, hour } from './alarmLife.ts';

const lives = Number(process.env['CONFORMANCE_RACES'] ?? 300);
const firstSeed = Number(process.env['CONFORMANCE_SEED'] ?? 1);

/** Each life: how it comes to the race, and the event at a place drawn from its seed. */
const races: Record<string, (seed: number) => Promise<AlarmLife>> = {
  async 'around the timer'(seed) {
    const life = await AlarmLife.begun(seed, hour);
    await life.passTo(hour + life.below(3) - 1);
    await life.steps(life.below(4));
    await life.reschedule(hour);
    return life;
  },
  async 'around the tick'(seed) {
    const life = await AlarmLife.begun(seed, hour);
    await life.passTo(hour);
    while (!life.ticking) await life.step();
    await life.reschedule(hour);
    await life.steps(life.below(4));
    await life.reschedule(hour / 2);
    return life;
  },
  async 'around continueAsNew'(seed) {
    const life = await AlarmLife.begun(seed, hour);
    await life.reschedule(2 * hour);
    await life.passTo(hour);
    for (let hint = 0; hint < 4; hint += 1) {
      await life.steps(life.below(5));
      await life.reschedule(hour - hint);
    }
    return life;
  },
  async 'in the eighth round'(seed) {
    const life = await AlarmLife.begun(seed, 5 * hour);
    for (let round = 1; round < 7; round += 1) {
      await life.reschedule(4 * hour - round);
      await life.settle();
    }
    for (let hint = 0; hint < 4; hint += 1) {
      await life.reschedule(3 * hour - hint);
      await life.steps(life.below(6));
    }
    return life;
  },
  async 'that comes out of turn'(seed) {
    const life = await AlarmLife.begun(seed, 5 * hour);
    const wakes = [4, 3, 2, 1].map((hours) => life.commit(hours * hour - life.below(hour)));
    while (wakes.length > 0) {
      await life.tell(wakes.splice(life.below(wakes.length), 1)[0] ?? null);
      await life.steps(life.below(4));
    }
    return life;
  },
  async 'after a cancelled alarm of nine days'(seed) {
    const life = await AlarmLife.begun(seed, 9 * day);
    const at = [1 * day, 3.5 * day, 5.5 * day][life.below(3)] ?? day;
    await life.passTo(at);
    await life.steps(life.below(3));
    await life.reschedule(9 * day);
    await life.steps(life.below(5));
    await life.reschedule(hour);
    await life.passTo(at + hour + life.below(3) - 1);
    await life.steps(life.below(4));
    await life.reschedule(3 * hour);
    return life;
  },
};

const count = Object.keys(races).length;

describe.each(Object.entries(races))('an event %s', (_name, race) => {
  test(`loses no wake in ${Math.ceil(lives / count)} lives from seed ${firstSeed}`, async () => {
    for (let seed = firstSeed; seed < firstSeed + lives / count; seed += 1) {
      try {
        await (await race(seed)).end();
      } catch (cause) {
        throw new Error(`Seed ${seed}: CONFORMANCE_SEED=${seed} CONFORMANCE_RACES=1 repeats it.`, { cause });
      }
    }
  });
});

/** The alarm as the releases before had it: each event is a tick, whatever it tells. What they began goes on. */
df.app.orchestration('caseAlarmBefore', function* (context) {
  const { caseId } = context.df.getInput<AlarmInput>();
  const { instanceId } = context.df;
  for (let round = 1; ; round += 1) {
    const ticked = (yield context.df.callActivityWithRetry('tick', retry, {
      caseId,
      instanceId,
    })) as TickResult;
    context.df.setCustomStatus(ticked.summary);
    if (ticked.wakeAt === null) return;
    if (round === 8) break;
    const alarm = context.df.createTimer(new Date(Date.parse(ticked.wakeAt)));
    yield context.df.Task.any([alarm, context.df.waitForExternalEvent('rescheduled')]);
    if (alarm.isCompleted) break;
    alarm.cancel();
  }
  context.df.continueAsNew({ caseId });
});
const retry = new df.RetryOptions(5000, 5);

test('an alarm that an earlier release began is replayed, and goes on', async () => {
  for (let seed = firstSeed; seed < firstSeed + lives / count; seed += 1) {
    const life = await AlarmLife.begun(seed, 5 * hour, 'caseAlarmBefore');
    for (let hint = life.below(8); hint > 0; hint -= 1) {
      await life.reschedule(4 * hour - life.below(hour), false);
      await life.steps(life.below(6));
    }
    life.runs = 'caseAlarm';
    await life.reschedule(2 * hour);
    await life.steps(life.below(6));
    await life.reschedule(hour);
    await life.end();
  }
});

test('an event that tells a wake to come is no tick, and what operations see tells it', async () => {
  const life = await AlarmLife.begun(firstSeed, 5 * hour);
  const { ticks } = life;
  const wake = life.commit(hour);
  await life.tell(wake);
  await life.settle();
  expect(life.ticks).toBe(ticks);
  expect(life.customStatus).toEqual({ ticks, wakeAt: new Date(wake).toISOString() });
  await life.end();
});

test('an alarm that is told that it has ended ends with that event, and leaves no timer', async () => {
  const life = await AlarmLife.begun(firstSeed, 5 * hour);
  const { ticks } = life;
  await life.close();
  expect([life.status, life.ticks]).toEqual(['Completed', ticks]);
});
