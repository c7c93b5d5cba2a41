import * as df from 'durable-functions';

import type { TickResult, TickSummary } from '../shared/engine/alarm/tick.ts';

export interface AlarmInput {
  readonly caseId: string;
}

export interface TickInput extends AlarmInput {
  readonly instanceId: string;
}

/** What the event "rescheduled" tells: the wake that a commit came to. Null: nothing is pending, the alarm has ended. */
export interface Rescheduled {
  readonly wakeAt: string | null;
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
 *
 * An event that tells a wake to come only brings the timer forward, never back, so that none that comes late or out of
 * turn does harm. One that tells nothing, as those of earlier releases do, is a tick, as it was for them: what they
 * began is replayed as it was.
 */
df.app.orchestration('caseAlarm', function* (context) {
  const { caseId } = context.df.getInput<AlarmInput>();
  const { instanceId } = context.df;
  let wake: number | undefined;
  let summary: TickSummary | undefined;
  for (let round = 1; ; round += 1) {
    if (wake === undefined || round === rounds) {
      const ticked: TickResult = yield context.df.callActivityWithRetry('tick', retry, {
        caseId,
        instanceId,
      } satisfies TickInput);
      summary = ticked.summary;
      context.df.setCustomStatus(summary);
      if (ticked.wakeAt === null) return;
      if (round === rounds) break;
      wake = Date.parse(ticked.wakeAt);
    }
    const now = context.df.currentUtcDateTime.getTime();
    const alarm = context.df.createTimer(new Date(Math.min(wake, now + longestSleepMs)));
    const rescheduled = context.df.waitForExternalEvent('rescheduled');
    yield context.df.Task.any([alarm, rescheduled]);
    if (alarm.isCompleted) break;
    alarm.cancel();
    const told = wakeIn(rescheduled.result);
    if (told === null) return;
    wake = told === undefined ? undefined : Math.min(wake, told);
    if (wake !== undefined && wake <= context.df.currentUtcDateTime.getTime()) wake = undefined;
    if (wake !== undefined) context.df.setCustomStatus({ ...summary, wakeAt: new Date(wake).toISOString() });
  }
  context.df.continueAsNew({ caseId });
});

/** The wake (ms) that an event tells; undefined where it tells none. */
function wakeIn(event: unknown): number | null | undefined {
  if (typeof event !== 'object' || event === null || !('wakeAt' in event)) return undefined;
  if (event.wakeAt === null) return null;
  const wake = typeof event.wakeAt === 'string' ? Date.parse(event.wakeAt) : Number.NaN;
  return Number.isNaN(wake) ? undefined : wake;
}
