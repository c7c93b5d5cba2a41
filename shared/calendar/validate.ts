/** What makes a calendar unusable, told field by field. */
import { dayOf, minutesOf } from './dates.ts';
import { weekdays, type BusinessCalendar, type DayInterval, type EarlierWeek, type Week } from './types.ts';
import { isTimeZone } from './tables/zone.ts';

export interface CalendarProblem {
  readonly code:
    | 'timeZone.unknown'
    | 'interval.invalid'
    | 'interval.overlap'
    | 'date.invalid'
    | 'date.order'
    | 'calendar.neverOpen';
  /** JSON pointer into the calendar. */
  readonly pointer: string;
  readonly detail: string;
}

type Hours = Pick<BusinessCalendar, 'timeZone' | 'weekly' | 'earlier' | 'holidays' | 'extraOpenings'>;

/** Every problem of a calendar; empty when it can be used. */
export function calendarProblems(calendar: Hours): CalendarProblem[] {
  const problems: CalendarProblem[] = [];
  if (!isTimeZone(calendar.timeZone)) {
    problems.push({
      code: 'timeZone.unknown',
      pointer: '/timeZone',
      detail: `no IANA time zone has the name ${JSON.stringify(calendar.timeZone)}`,
    });
  }
  problems.push(...weekProblems(calendar.weekly, '/weekly'), ...earlierProblems(calendar.earlier ?? []));
  for (const [index, { date }] of calendar.holidays.entries()) {
    problems.push(...dateProblems(date, `/holidays/${index}`));
  }
  for (const [index, { date, intervals }] of (calendar.extraOpenings ?? []).entries()) {
    problems.push(
      ...dateProblems(date, `/extraOpenings/${index}/date`),
      ...intervalProblems(intervals, `/extraOpenings/${index}/intervals`),
    );
  }
  const open =
    weekdays.some((weekday) => calendar.weekly[weekday]?.length) ||
    calendar.extraOpenings?.some(({ intervals }) => intervals.length);
  if (!open) {
    problems.push({ code: 'calendar.neverOpen', pointer: '/weekly', detail: 'the calendar is never open' });
  }
  return problems;
}

function weekProblems(weekly: Week, pointer: string): CalendarProblem[] {
  return weekdays.flatMap((weekday) => intervalProblems(weekly[weekday] ?? [], `${pointer}/${weekday}`));
}

function earlierProblems(earlier: readonly EarlierWeek[]): CalendarProblem[] {
  return earlier.flatMap(({ until, weekly }, index) => {
    const pointer = `/earlier/${index}`;
    const before = earlier[index - 1]?.until;
    const order: CalendarProblem[] =
      before !== undefined && before >= until
        ? [{ code: 'date.order', pointer: `${pointer}/until`, detail: `${until} is not after ${before}` }]
        : [];
    return [
      ...dateProblems(until, `${pointer}/until`),
      ...order,
      ...weekProblems(weekly, `${pointer}/weekly`),
    ];
  });
}

function dateProblems(date: string, pointer: string): CalendarProblem[] {
  if (dayOf(date) !== undefined) return [];
  return [
    { code: 'date.invalid', pointer, detail: `${JSON.stringify(date)} is not a date such as 2026-12-25` },
  ];
}

function intervalProblems(intervals: readonly DayInterval[], pointer: string): CalendarProblem[] {
  const problems: CalendarProblem[] = [];
  const valid: { start: number; end: number; index: number }[] = [];
  for (const [index, [from, to]] of intervals.entries()) {
    const start = minutesOf(from);
    const end = minutesOf(to);
    const detail =
      start === undefined || start === 1440
        ? `${JSON.stringify(from)} is not a time from 00:00 to 23:59`
        : end === undefined
          ? `${JSON.stringify(to)} is not a time from 00:01 to 24:00`
          : end <= start
            ? `${to} is not after ${from}; hours over midnight are two intervals`
            : undefined;
    if (detail) problems.push({ code: 'interval.invalid', pointer: `${pointer}/${index}`, detail });
    else if (start !== undefined && end !== undefined) valid.push({ start, end, index });
  }
  valid.sort((a, b) => a.start - b.start);
  for (const [index, interval] of valid.entries()) {
    const previous = valid[index - 1];
    if (previous && interval.start < previous.end) {
      problems.push({
        code: 'interval.overlap',
        pointer: `${pointer}/${interval.index}`,
        detail: `overlaps ${pointer}/${previous.index}`,
      });
    }
  }
  return problems;
}
