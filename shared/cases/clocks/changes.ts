import { toDuration, toDurationMs, toMs, type Instant } from '../../calendar/index.ts';
import type { CaseClock, Leg } from '../model/case.ts';
import { reachedBy } from '../fold/clocks.ts';
import { withdrawMails } from '../mails/withdraw.ts';
import { countedSinceLeg, legUntil, planClock, runningPlan, type ClockAsk } from './clocks.ts';
import { isSilenceKind } from '../model/vocabulary.ts';
import type { ClockPlan } from '../model/events.ts';
import type { Recorder } from '../decide/recorder.ts';

/**
 * What a clock waited for has come: in time, or after its breach. An answer of the customer's that is told late may
 * come before a limit of silence that was over: then it was in time.
 */
export function stopClock(record: Recorder, clock: CaseClock, asOf: Instant): void {
  withdrawOvertaken(record, clock, asOf);
  const late = toMs(asOf) - toMs(clock.dueAt ?? asOf);
  if (clock.state === 'breached' && late >= 0) {
    const lateBy = toDuration(late);
    record.add('clock.stopped', { clockId: clock.id, lateBy }, asOf, clock.rules);
  } else {
    record.add('clock.met', { clockId: clock.id }, asOf, clock.rules);
  }
}

export function cancelClocks(record: Recorder, clocks: readonly CaseClock[], asOf: Instant): void {
  for (const clock of clocks) {
    withdrawOvertaken(record, clock, asOf);
    record.add('clock.cancelled', { clockId: clock.id }, asOf, clock.rules);
  }
}

/** What a clock has asked to be told and would not have, had this been known in time, is not sent any more. */
function withdrawOvertaken(record: Recorder, { id, rules }: CaseClock, asOf: Instant): void {
  withdrawMails(
    record,
    ({ about, requestedAt }) => about.clockId === id && toMs(requestedAt) > toMs(asOf),
    asOf,
    rules,
  );
}

export function pauseClock(
  record: Recorder,
  clock: CaseClock,
  asOf: Instant,
  rules: readonly string[],
): void {
  withdrawOvertaken(record, clock, asOf);
  const counted = toDuration(countedSinceLeg(record.existing, clock, toMs(asOf)));
  record.add('clock.paused', { clockId: clock.id, counted }, asOf, rules);
}

/** The clock goes on: what it has used stays used, and what was said is not said again. */
export function resumeClock(
  record: Recorder,
  clock: CaseClock,
  target: number,
  asOf: Instant,
  rules: readonly string[],
): void {
  const { pausedAt: _, ...past } = kept(clock, target, asOf);
  const plan = planClock(record.existing.calendar, {
    ...past,
    schedule: clock.schedule,
    target,
    percents: clock.thresholds.map(({ percent }) => percent),
    beforePause: { until: asOf, counted: clock.beforePause?.counted ?? 'PT0S' },
    changedAt: asOf,
  });
  const { dueAt, uncertain, thresholds } = runningPlan(plan);
  const data = { clockId: clock.id, dueAt, ...(uncertain && { uncertain }), thresholds };
  record.add('clock.resumed', data, asOf, rules);
}

/**
 * From where a clock counts once it has another target: `change`, all its time anew from the change (raised);
 * `submission`, as if it had had that target all along (lowered), or since the reopening; `start`, from where it
 * counts now; `leg`, on from what it has counted until now.
 */
export type CountsFrom = 'change' | 'submission' | 'start' | 'leg';

/** Gives a clock that has not come due another target or schedule. No event when nothing changes by it. */
export function retarget(
  record: Recorder,
  clock: CaseClock,
  ask: Pick<ClockAsk, 'schedule' | 'target' | 'percents'> & { readonly rules: readonly string[] },
  countsFrom: CountsFrom,
  asOf: Instant,
): void {
  const { calendar, submittedAt, reopenedAt = submittedAt } = record.existing;
  const { rules, ...wanted } = ask;
  const leg = countsFrom === 'leg' ? legUntil(record.existing, clock, asOf) : undefined;
  const before =
    countsFrom === 'change'
      ? { startedAt: asOf }
      : leg
        ? keptAfter(clock, leg, ask.target, asOf)
        : kept(clock, ask.target, asOf);
  const since = countsFrom === 'submission' ? { startedAt: reopenedAt } : {};
  const running = planClock(calendar, { ...before, ...since, ...wanted, changedAt: asOf });
  const plan = clock.state === 'paused' ? standing(running) : running;
  const same = plan.schedule === clock.schedule && plan.target === clock.target && plan.dueAt === clock.dueAt;
  const sameWhy = rules.join() === clock.rules.join();
  const marks = sameMarks(reachedBy(clock, asOf), plan.thresholds);
  if (same && sameWhy && plan.startedAt === clock.startedAt && marks) return;
  withdrawOvertaken(record, clock, asOf);
  record.add('clock.retargeted', { clockId: clock.id, ...(leg ? { leg } : {}), ...plan }, asOf, rules);
}

/** All that was counted until the end of the leg, by schedules that no longer hold. */
function keptAfter(clock: CaseClock, { to, counted }: Leg, target: number, asOf: Instant) {
  const { beforePause: _, ...past } = kept(clock, target, asOf);
  const sum = toDurationMs(clock.earlier?.counted ?? 'PT0S') + toDurationMs(counted);
  return { ...past, earlier: { until: to, counted: toDuration(sum) } };
}

/** A clock that stands comes due at no known instant, whatever it has used. */
function standing({ uncertain: _, ...plan }: ClockPlan): ClockPlan {
  const thresholds = plan.thresholds.map((one) => (one.reached ? one : { ...one, at: null }));
  return { ...plan, dueAt: null, thresholds };
}

function kept(clock: CaseClock, target: number, asOf: Instant) {
  // Reminders stand at times of their own, not at shares of a promise: one that was sent says nothing of another.
  const reminds = isSilenceKind(clock.kind);
  const reached =
    reminds && target !== toDurationMs(clock.target)
      ? []
      : reachedBy(clock, asOf).filter(({ reached }) => reached);
  return {
    startedAt: clock.startedAt,
    ...(clock.earlier ? { earlier: clock.earlier } : {}),
    ...(clock.beforePause ? { beforePause: clock.beforePause } : {}),
    ...(clock.pausedAt === undefined ? {} : { pausedAt: clock.pausedAt }),
    reached: reached.map(({ percent }) => percent),
  };
}

function sameMarks(thresholds: CaseClock['thresholds'], planned: ClockPlan['thresholds']): boolean {
  return (
    thresholds.length === planned.length &&
    thresholds.every(({ percent, at, reached }, index) => {
      const mark = planned[index];
      return percent === mark?.percent && (reached || at === mark.at);
    })
  );
}
