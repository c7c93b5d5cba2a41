import * as df from 'durable-functions';

import type { TickResult } from '../shared/engine/tick.ts';

export interface AlarmInput {
  readonly caseId: string;
}

export interface TickInput extends AlarmInput {
  readonly instanceId: string;
}

const retry = new df.RetryOptions(5000, 5);
retry.backoffCoefficient = 2;
retry.maxRetryIntervalInMilliseconds = 60_000;

/**
 * The alarm of one case: ticks, sleeps until the next wake or until something has been rescheduled, and starts
 * over. It holds no rules, so that changed rules never break a replay. One wake a generation: an event that
 * meets a stale waiter would be lost.
 */
df.app.orchestration('caseAlarm', function* (context) {
  const { caseId } = context.df.getInput<AlarmInput>();
  const { instanceId } = context.df;
  const { wakeAt, summary }: TickResult = yield context.df.callActivityWithRetry('tick', retry, {
    caseId,
    instanceId,
  } satisfies TickInput);
  context.df.setCustomStatus(summary);
  if (wakeAt === null) return;
  const alarm = context.df.createTimer(new Date(wakeAt));
  yield context.df.Task.any([alarm, context.df.waitForExternalEvent('rescheduled')]);
  if (!alarm.isCompleted) alarm.cancel();
  context.df.continueAsNew({ caseId });
});
