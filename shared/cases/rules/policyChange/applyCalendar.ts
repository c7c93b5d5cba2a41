import { toMs, type Instant } from '../../../calendar/index.ts';
import {
  calendarFor,
  calendarVersion,
  layersAt,
  sourceOf,
  type CalendarStamp,
  type Layers,
} from '../../../policy/calendars/index.ts';
import type { Policy } from '../../../policy/index.ts';
import { moveClocks } from '../../clocks/move.ts';
import type { Recorder } from '../../decide/recorder.ts';
import type { Case } from '../../model/case.ts';
import type { MovedClock } from '../../model/events.ts';
import { movedOnTrial } from './trial.ts';

/**
 * The calendar that a case submitted now, from the same place and for the same organisation, would be stamped with;
 * undefined where that is the one it has. A place that this release does not know any more has no other calendar.
 */
export function presentCalendar(
  { calendar }: Pick<Case, 'calendar'>,
  layers: Layers,
  asOf: Instant,
): CalendarStamp | undefined {
  const found = calendarFor({ ...calendar, layerOf: layersAt(layers, toMs(asOf)) });
  if (!found.ok) return undefined;
  const { timeZone } = found.stamp;
  const same = timeZone === calendar.timeZone && calendarVersion(found.stamp) === calendarVersion(calendar);
  return same ? undefined : found.stamp;
}

/** Which due instants the present calendar would move, if it were applied at `asOf`. Nothing is recorded. */
export function movedByCalendar(
  state: Case,
  layers: Layers,
  policy: Policy,
  asOf: Instant,
): readonly MovedClock[] {
  const stamp = presentCalendar(state, layers, asOf);
  return stamp ? movedTo(state, stamp, policy, asOf) : [];
}

/**
 * Puts an open case under the calendar of now: its clocks count by it from where they started, but for what they had
 * counted before a pause or under an earlier schedule. A recorded breach is never taken back, and nothing comes due
 * before the change. The event holds the old and the new due instants.
 */
export function applyCalendar(record: Recorder, layers: Layers, policy: Policy, asOf: Instant): void {
  const stamp = presentCalendar(record.existing, layers, asOf);
  if (record.existing.status === 'closed' || !stamp) return;
  put(record, stamp, policy, movedTo(record.existing, stamp, policy, asOf), asOf);
}

function movedTo(state: Case, stamp: CalendarStamp, policy: Policy, asOf: Instant): readonly MovedClock[] {
  return movedOnTrial(state, (trial) => put(trial, stamp, policy, [], asOf), asOf);
}

function put(
  record: Recorder,
  calendar: CalendarStamp,
  policy: Policy,
  moved: readonly MovedClock[],
  asOf: Instant,
): void {
  const before = sourceOf(record.existing.calendar);
  const data = { version: calendarVersion(calendar), before, after: sourceOf(calendar), moved };
  record.add('calendar.applied', data, asOf, ['BH-4']);
  moveClocks(record, policy, 'calendar', asOf);
}
