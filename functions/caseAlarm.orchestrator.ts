import * as df from 'durable-functions';

import type { TickResult } from '../shared/engine/alarm/tick.ts';

export interface AlarmInput {
  readonly caseId: string;
}

export interface TickInput extends AlarmInput {
  readonly instanceId: string;
}

const retry = new df.RetryOptions(5000, 5);
retry.backoffCoefficient = 2;
retry.maxRetryIntervalInMilliseconds = 60_000;

/** Rounds in one generation. Each adds some events to the history that every turn replays. */
const rounds = 8;

/** A timer of more than six days is split into steps, and one of those that is cancelled shifts the ids of what follows. */
const longestSleepMs = 5 * 86_400_000;

/**
 * The alarm of one case: ticks, and sleeps until the next wake or until something has been rescheduled. It holds no
 * rules, so that changed rules never break a replay.
 *
 * An event that wins is used up, so the next round goes on in the same generation: together with `continueAsNew` the
 * extension would hand it on to the next one as well. Where the timer wins, the waiter is still open and would swallow
 * a later event, so a new generation begins; and so it does after the last round, when nothing is open.
 */
df.app.orchestration('caseAlarm', function* (context) {
  const { caseId } = context.df.getInput<AlarmInput>();
  const { instanceId } = context.df;
  for (let round = 1; ; round += 1) {
    const { wakeAt, summary }: TickResult = yield context.df.callActivityWithRetry('tick', retry, {
      caseId,
      instanceId,
    } satisfies TickInput);
    context.df.setCustomStatus(summary);
    if (wakeAt === null) return;
    if (round === rounds) break;
    const latest = context.df.currentUtcDateTime.getTime() + longestSleepMs;
    const alarm = context.df.createTimer(new Date(Math.min(Date.parse(wakeAt), latest)));
    yield context.df.Task.any([alarm, context.df.waitForExternalEvent('rescheduled')]);
    if (alarm.isCompleted) break;
    alarm.cancel();
  }
  context.df.continueAsNew({ caseId });
});
