import { toInstant, toMs, type Instant, type Pause, type Segment } from '../../calendar/index.ts';
import {
  breached,
  corrected,
  isSettled,
  left,
  paused,
  planned,
  resumed,
  started,
  stopped,
  withThreshold,
} from '../fold/clocks.ts';
import { sourceOf, stampWith } from '../../policy/calendars/index.ts';
import type { CalendarSource, CalendarStamp, Case, CaseClock, Leg } from '../model/case.ts';
import type { CaseEvent } from '../model/events.ts';
import type { ClockSchedule } from '../model/vocabulary.ts';
import { calendarOf, countsFrom, timeOf } from './clocks.ts';

/** All that a clock has been through, which a proof needs and a live case does not. */
export interface ClockHistory {
  readonly clock: CaseClock;
  /** In order; `to` is null while it still lasts. */
  readonly pauses: readonly { readonly from: Instant; readonly to: Instant | null }[];
  /** In order, and contiguous; the clock counts on under its present schedule from the end of the last one. */
  readonly legs: readonly Leg[];
  /** What it had counted in before the case got other calendars, each until an instant; in order. */
  readonly calendars: readonly { readonly until: Instant; readonly calendar: CalendarSource }[];
}

/**
 * The clock of this id, from events that hold all of its own and what calendars its case got meanwhile; undefined when
 * there is none.
 */
export function clockHistory(events: Iterable<CaseEvent>, clockId: string): ClockHistory | undefined {
  let history: ClockHistory | undefined;
  for (const event of events) {
    if (event.type === 'clock.started' && event.data.clockId === clockId) {
      history = { clock: started(event), pauses: [], legs: [], calendars: [] };
    } else if (history) {
      history = after(history, event);
    }
  }
  return history;
}

/** The sequence from which on the stream tells of a clock: its id says so. Undefined: that is no clock's id. */
export function firstSequenceOf(clockId: string): number | undefined {
  const [, sequence] = /^k([1-9]\d{0,14})$/.exec(clockId) ?? [];
  return sequence === undefined ? undefined : Number(sequence);
}

function after(history: ClockHistory, event: CaseEvent): ClockHistory {
  const { clock, pauses, legs } = history;
  if (event.type === 'calendar.applied') return leaving(history, event.data.before);
  if (!('clockId' in event.data) || event.data.clockId !== clock.id) return history;
  const { decidedAsOf } = event;
  switch (event.type) {
    case 'clock.retargeted':
      return {
        ...history,
        clock: planned(clock, event),
        legs: event.data.leg ? [...legs, event.data.leg] : legs,
      };
    case 'clock.paused':
      return {
        ...history,
        clock: paused(clock, event),
        pauses: [...pauses, { from: decidedAsOf, to: null }],
      };
    case 'clock.resumed':
      return { ...history, clock: resumed(clock, event), pauses: ended(pauses, decidedAsOf) };
    case 'clock.thresholdReached':
      return { ...history, clock: withThreshold(clock, event) };
    case 'clock.breached':
      return { ...history, clock: breached(clock) };
    case 'response.corrected':
      return { ...history, clock: corrected(clock, event) };
    case 'clock.met':
    case 'clock.stopped':
    case 'clock.cancelled':
      return { ...history, clock: stopped(clock, event), pauses: ended(pauses, decidedAsOf) };
    default:
      return history;
  }
}

/** The history of a clock that was over when its case was so: it counted in the calendar of then. */
export function asOfIts(history: ClockHistory, { calendar }: Pick<Case, 'calendar'>): ClockHistory {
  return { ...history, clock: left(history.clock, sourceOf(calendar)) };
}

/** The calendars by which it proves, but for the case's own. */
export function calendarsIn({ clock, calendars }: ClockHistory): readonly CalendarSource[] {
  return [...calendars.map(({ calendar }) => calendar), ...(clock.calendar ? [clock.calendar] : [])];
}

/** What was counted before a pause, or under an earlier schedule, was counted in the calendar that is left. */
function leaving(history: ClockHistory, calendar: CalendarSource): ClockHistory {
  const { clock, calendars } = history;
  if (isSettled(clock)) return { ...history, clock: left(clock, calendar) };
  return { ...history, calendars: [...calendars, { until: countsFrom(clock), calendar }] };
}

function ended(pauses: ClockHistory['pauses'], to: Instant): ClockHistory['pauses'] {
  return pauses.map((pause) => (pause.to === null ? { ...pause, to } : pause));
}

/** A part of the time that a proof tells of: one schedule, one calendar. */
export interface Stretch {
  readonly from: Instant;
  readonly to: Instant;
  readonly schedule: ClockSchedule;
  readonly calendar: CalendarStamp;
}

/**
 * The time since the clock started, up to its due instant, or to `now` (ms) while it is paused, or to its end if it
 * ended so: contiguous stretches, each by the schedule and the calendar of its time.
 */
export function stretchesOf(
  state: Pick<Case, 'calendar'>,
  history: ClockHistory,
  now: number,
): readonly Stretch[] {
  const { clock, legs } = history;
  const from = legs.at(-1)?.to ?? clock.startedAt;
  const end = clock.dueAt ?? clock.stoppedAt;
  const to = end === undefined ? Math.max(now, toMs(from)) : toMs(end);
  const present = { from, to: toInstant(to), schedule: clock.schedule };
  return [...legs, present].flatMap((leg) => byCalendar(state, history, leg));
}

/** What became of that time: segments whose counted ones add up to the target. */
export function segmentsOn(
  state: Pick<Case, 'calendar'>,
  history: ClockHistory,
  now: number,
): readonly Segment[] {
  const held = history.pauses.map(({ from, to }): Pause => ({
    from: toMs(from),
    to: to === null ? null : toMs(to),
  }));
  return stretchesOf(state, history, now).flatMap(({ from, to, schedule, calendar }) =>
    timeOf(calendar, schedule).segments(toMs(from), toMs(to), held),
  );
}

/** A leg cut where the clock began to count in another calendar. */
function byCalendar(
  state: Pick<Case, 'calendar'>,
  { clock, calendars }: ClockHistory,
  { from, to, schedule }: Pick<Stretch, 'from' | 'to' | 'schedule'>,
): readonly Stretch[] {
  const parts: Stretch[] = [];
  let begin = from;
  for (const { until, calendar } of calendars) {
    const end = toMs(until) < toMs(to) ? until : to;
    if (toMs(end) <= toMs(begin)) continue;
    parts.push({ from: begin, to: end, schedule, calendar: stampWith(state.calendar, calendar) });
    begin = end;
  }
  if (toMs(begin) < toMs(to)) parts.push({ from: begin, to, schedule, calendar: calendarOf(state, clock) });
  return parts;
}
