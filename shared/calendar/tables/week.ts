/** A calendar's rules by local date: what is open, and what a holiday takes away, in minutes of wall time. */
import { dayOf, minutesOf, weekdayOf } from '../dates.ts';
import { weekdays, type BusinessCalendar, type DayInterval, type Week, type Weekday } from '../types.ts';
import { calendarProblems } from '../validate.ts';

/** From and to, in minutes since midnight. */
export type Minutes = readonly [from: number, to: number];

export interface DayHours {
  readonly open: readonly Minutes[];
  readonly holiday: readonly Minutes[];
}

/** Hours of any local day, ordered and without overlap. Throws a RangeError on a calendar that has problems. */
export function hoursByDay(calendar: BusinessCalendar): (day: number) => DayHours {
  const [problem] = calendarProblems(calendar);
  if (problem) throw new RangeError(`calendar ${calendar.id}: ${problem.pointer}: ${problem.detail}`);

  const weeks = [...(calendar.earlier ?? []), { until: undefined, weekly: calendar.weekly }].map(
    ({ until, weekly }) => ({
      until: until === undefined ? undefined : dayOf(until),
      hours: byWeekday(weekly),
    }),
  );
  const exceptions = new Map<number, DayHours>();
  const ordinary = (day: number): DayHours =>
    weeks.find(({ until }) => until === undefined || day <= until)?.hours.get(weekdayOf(day)) ?? closed;
  for (const { date } of calendar.holidays) {
    const day = dayOf(date);
    if (day !== undefined) exceptions.set(day, { open: [], holiday: ordinary(day).open });
  }
  const openings = Map.groupBy(calendar.extraOpenings ?? [], ({ date }) => dayOf(date));
  for (const [day, ofDay] of openings) {
    if (day === undefined) continue;
    const hours = exceptions.get(day) ?? ordinary(day);
    const extra = union(inMinutes(ofDay.flatMap(({ intervals }) => intervals)));
    exceptions.set(day, { open: union([...hours.open, ...extra]), holiday: without(hours.holiday, extra) });
  }
  return (day) => exceptions.get(day) ?? ordinary(day);
}

const closed: DayHours = { open: [], holiday: [] };

function byWeekday(weekly: Week): Map<Weekday, DayHours> {
  return new Map(
    weekdays.map((weekday) => [weekday, { open: union(inMinutes(weekly[weekday] ?? [])), holiday: [] }]),
  );
}

/** A bound on the open milliseconds of any one year, so that a hopeless search is not begun. */
export function mostOpenInAYear(calendar: BusinessCalendar): number {
  const week = (weekly: Week): number => total(weekdays.flatMap((day) => inMinutes(weekly[day] ?? [])));
  const longest = Math.max(
    week(calendar.weekly),
    ...(calendar.earlier ?? []).map(({ weekly }) => week(weekly)),
  );
  const extra = (calendar.extraOpenings ?? []).flatMap(({ intervals }) => intervals);
  const changesOfOffset = 10 * 1440;
  return (longest * 54 + total(inMinutes(extra)) + changesOfOffset) * 60_000;
}

function total(intervals: readonly Minutes[]): number {
  return intervals.reduce((sum, [from, to]) => sum + to - from, 0);
}

function inMinutes(intervals: readonly DayInterval[]): Minutes[] {
  return intervals.map(([from, to]) => [minutesOf(from) ?? 0, minutesOf(to) ?? 0]);
}

function union(intervals: readonly Minutes[]): Minutes[] {
  const result: Minutes[] = [];
  for (const [from, to] of intervals.toSorted((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last && from <= last[1]) result[result.length - 1] = [last[0], Math.max(last[1], to)];
    else result.push([from, to]);
  }
  return result;
}

function without(intervals: readonly Minutes[], taken: readonly Minutes[]): Minutes[] {
  let left = [...intervals];
  for (const [from, to] of taken) {
    left = left
      .flatMap(([start, end]): Minutes[] => [
        [start, Math.min(end, from)],
        [Math.max(start, to), end],
      ])
      .filter(([start, end]) => start < end);
  }
  return left;
}
