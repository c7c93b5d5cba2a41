import { toMs, type Instant } from '../calendar/index.ts';
import type { Case, CaseClock } from './case.ts';
import { requestMail } from './mails.ts';
import type { Recorder } from './recorder.ts';

/** The next thing a clock does by itself. */
interface Due {
  readonly clock: CaseClock;
  readonly at: Instant;
  /** Absent: the target itself is over. */
  readonly percent?: number;
}

/** The earliest warning or breach still ahead on any clock, reached by now or not. */
export function nextDue(state: Case): Due | undefined {
  let earliest: Due | undefined;
  for (const clock of state.clocks) {
    if (clock.state !== 'running') continue;
    const due = nextOf(clock);
    if (!earliest || toMs(due.at) < toMs(earliest.at)) earliest = due;
  }
  return earliest;
}

/** Warnings rise with their instants and come before the breach. */
function nextOf(clock: CaseClock): Due {
  const warning = clock.thresholds.find((threshold) => !threshold.reached);
  return warning ? { clock, at: warning.at, percent: warning.percent } : { clock, at: clock.dueAt };
}

/**
 * Records everything that has fallen due by `now` (ms), each as of its own due instant and in order of time,
 * however late this runs.
 */
export function recordDue(record: Recorder, now: number): void {
  for (;;) {
    const due = record.state && nextDue(record.state);
    if (!due || toMs(due.at) > now) return;
    if (due.percent === undefined) breach(record, due);
    else warn(record, due, due.percent);
  }
}

function warn(record: Recorder, { clock, at }: Due, percent: number): void {
  record.add('clock.thresholdReached', { clockId: clock.id, percent }, at, clock.rules);
  requestMail(record, 'responseWarning', 'operations', at, clock.rules, { clockId: clock.id, percent });
}

function breach(record: Recorder, { clock, at }: Due): void {
  record.add('clock.breached', { clockId: clock.id }, at, clock.rules);
  requestMail(record, 'responseBreached', 'operations', at, clock.rules, { clockId: clock.id });
  requestMail(record, 'responseLate', 'customer', at, clock.rules, { clockId: clock.id });
}
