/** Daylight-saving cases with the due instant worked out by hand. Their table is published in the docs. */
import type { BusinessCalendar, DayInterval, Weekday } from '../../shared/calendar/index.ts';
import { weekdays } from '../../shared/calendar/index.ts';

export interface ConformanceCase {
  readonly what: string;
  readonly zone: string;
  /** Hours of every day, unless `days` names how many days from Monday. */
  readonly hours: readonly DayInterval[];
  readonly days?: number;
  /** Dates of weekends that were declared worked. */
  readonly worked?: readonly string[];
  /** The days of the week that were worked until a date, before those of now. */
  readonly before?: { readonly until: string; readonly days: readonly Weekday[] };
  readonly start: string;
  readonly duration: string;
  readonly due: string;
  readonly why: string;
}

const office: readonly DayInterval[] = [['09:00', '17:00']];
const night: readonly DayInterval[] = [['00:00', '06:00']];
const whole: readonly DayInterval[] = [['00:00', '24:00']];

export const conformance: readonly ConformanceCase[] = [
  {
    what: 'office hours over the weekend of a spring change',
    zone: 'Europe/Berlin',
    hours: office,
    days: 5,
    start: '2026-03-27T15:00:00Z',
    duration: 'PT2H',
    due: '2026-03-30T08:00:00Z',
    why: 'Friday 16:00 to 17:00 CET, Monday 09:00 to 10:00 CEST',
  },
  {
    what: 'office hours over the weekend of an autumn change',
    zone: 'Europe/Berlin',
    hours: office,
    days: 5,
    start: '2026-10-23T14:00:00Z',
    duration: 'PT2H',
    due: '2026-10-26T09:00:00Z',
    why: 'Friday 16:00 to 17:00 CEST, Monday 09:00 to 10:00 CET',
  },
  {
    what: 'an interval that contains the gap is an hour shorter',
    zone: 'Europe/Berlin',
    hours: night,
    start: '2026-03-28T23:00:00Z',
    duration: 'PT6H',
    due: '2026-03-29T23:00:00Z',
    why: 'Sunday 00:00 CET to 06:00 CEST are five hours; the sixth is Monday 00:00 to 01:00',
  },
  {
    what: 'an interval that contains the fold is an hour longer',
    zone: 'Europe/Berlin',
    hours: night,
    start: '2026-10-24T22:00:00Z',
    duration: 'PT7H',
    due: '2026-10-25T05:00:00Z',
    why: 'Sunday 00:00 CEST to 06:00 CET are seven hours',
  },
  {
    what: 'a start within the gap is the instant of the change',
    zone: 'America/New_York',
    hours: [['02:30', '04:00']],
    start: '2026-03-08T05:00:00Z',
    duration: 'PT1H',
    due: '2026-03-08T08:00:00Z',
    why: '02:30 is left out: open from 03:00 EDT, 07:00Z, to 04:00 EDT',
  },
  {
    what: 'an end within the gap is the instant of the change',
    zone: 'America/New_York',
    hours: [['01:00', '02:30']],
    start: '2026-03-08T05:00:00Z',
    duration: 'PT1H',
    due: '2026-03-08T07:00:00Z',
    why: 'open from 01:00 EST to the change at 07:00Z: one hour, due at closing time',
  },
  {
    what: 'an interval within the gap is empty',
    zone: 'America/New_York',
    hours: [['02:00', '03:00']],
    start: '2026-03-08T05:00:00Z',
    duration: 'PT1H',
    due: '2026-03-09T07:00:00Z',
    why: '02:00 to 03:00 do not exist on 8 March; on 9 March they are 06:00Z to 07:00Z',
  },
  {
    what: 'a start that is shown twice counts from its first pass',
    zone: 'America/New_York',
    hours: [['01:30', '03:00']],
    start: '2026-11-01T05:00:00Z',
    duration: 'PT2H',
    due: '2026-11-01T07:30:00Z',
    why: '01:30 EDT is 05:30Z; two hours later it is 02:30 EST',
  },
  {
    what: 'an end that is shown twice counts from its first pass',
    zone: 'America/New_York',
    hours: [['00:00', '01:30']],
    start: '2026-11-01T04:00:00Z',
    duration: 'PT1H30M',
    due: '2026-11-01T05:30:00Z',
    why: 'closed at the first 01:30; the second pass does not open again',
  },
  {
    what: 'the hour that is shown twice, open in full',
    zone: 'America/New_York',
    hours: [['01:00', '02:00']],
    start: '2026-11-01T04:00:00Z',
    duration: 'PT2H',
    due: '2026-11-01T07:00:00Z',
    why: '01:00 EDT to 02:00 EST are two hours',
  },
  {
    what: 'a day of 23 hours',
    zone: 'Europe/London',
    hours: whole,
    start: '2026-03-29T00:00:00Z',
    duration: 'PT24H',
    due: '2026-03-30T00:00:00Z',
    why: 'working time is elapsed time: 24 hours are 24 hours',
  },
  {
    what: 'half an hour of daylight saving',
    zone: 'Australia/Lord_Howe',
    hours: night,
    start: '2026-04-04T13:00:00Z',
    duration: 'PT6H30M',
    due: '2026-04-04T19:30:00Z',
    why: 'back by 30 minutes at 02:00: 00:00 (+11) to 06:00 (+10:30) are 6 h 30',
  },
  {
    what: 'two hours of daylight saving',
    zone: 'Antarctica/Troll',
    hours: night,
    start: '2026-03-29T00:00:00Z',
    duration: 'PT4H',
    due: '2026-03-29T04:00:00Z',
    why: 'forward from 01:00 to 03:00: the night of six hours has four',
  },
  {
    what: 'a date that begins at 01:00',
    zone: 'America/Sao_Paulo',
    hours: [['00:00', '02:00']],
    start: '2017-10-15T02:00:00Z',
    duration: 'PT1H',
    due: '2017-10-15T04:00:00Z',
    why: 'midnight of 15 October is left out: open from the change at 03:00Z, 01:00, to 02:00',
  },
  {
    what: 'a change at 24:00 that repeats the last hour of a date',
    zone: 'America/Sao_Paulo',
    hours: [['22:00', '24:00']],
    start: '2018-02-17T23:00:00Z',
    duration: 'PT3H',
    due: '2018-02-18T03:00:00Z',
    why: '17 February has its 23rd hour twice: 22:00 to 24:00 are three hours',
  },
  {
    what: 'a date that begins twice',
    zone: 'America/St_Johns',
    hours: [['22:00', '24:00']],
    start: '2007-11-04T00:00:00Z',
    duration: 'PT3H',
    due: '2007-11-05T02:30:00Z',
    why: 'at 00:01 back to 23:01 of the day before; 24:00 is the first midnight, so the evening has two hours',
  },
  {
    what: 'a date that was left out',
    zone: 'Pacific/Apia',
    hours: office,
    start: '2011-12-30T02:00:00Z',
    duration: 'PT2H',
    due: '2011-12-30T20:00:00Z',
    why: 'Thursday 29 December 16:00 to 17:00 (-10), then Saturday 31 December 09:00 to 10:00 (+14)',
  },
  {
    what: 'an offset that changed for good at 23:30',
    zone: 'Asia/Pyongyang',
    hours: [['23:00', '24:00']],
    start: '2018-05-04T14:00:00Z',
    duration: 'PT1H',
    due: '2018-05-05T14:30:00Z',
    why: '4 May ends at 23:30 (15:00Z), having opened at 14:30Z (+08:30); the rest is on 5 May from 23:00 (+09:00)',
  },
  {
    what: 'summer time suspended for Ramadan',
    zone: 'Africa/Casablanca',
    hours: office,
    days: 5,
    start: '2024-03-08T15:00:00Z',
    duration: 'PT2H',
    due: '2024-03-11T10:00:00Z',
    why: 'Friday 16:00 to 17:00 (+01), Monday 09:00 to 10:00 (+00)',
  },
  {
    what: 'winter time as the exception',
    zone: 'Europe/Dublin',
    hours: office,
    days: 5,
    start: '2026-10-23T15:00:00Z',
    duration: 'PT2H',
    due: '2026-10-26T10:00:00Z',
    why: 'Friday 16:00 to 17:00 IST, Monday 09:00 to 10:00 GMT',
  },
  {
    what: 'an offset with seconds',
    zone: 'Africa/Monrovia',
    hours: office,
    start: '1971-12-31T00:00:00Z',
    duration: 'PT1H',
    due: '1971-12-31T10:44:30Z',
    why: 'Liberia was 44 min 30 s behind UTC until 7 January 1972: 09:00 was 09:44:30Z',
  },
  {
    what: 'no daylight saving, half an hour off the hour',
    zone: 'Asia/Kolkata',
    hours: office,
    days: 5,
    start: '2026-03-27T11:00:00Z',
    duration: 'PT2H',
    due: '2026-03-30T05:00:00Z',
    why: 'Friday 16:30 to 17:00, Monday 09:00 to 10:30',
  },
  {
    what: 'summer time in January',
    zone: 'America/Los_Angeles',
    hours: office,
    days: 5,
    start: '1974-01-05T00:30:00Z',
    duration: 'PT1H',
    due: '1974-01-07T16:30:00Z',
    why: 'Friday 16:30 to 17:00 PST, Monday 09:00 to 09:30 PDT',
  },
  {
    what: 'the southern hemisphere, spring in October',
    zone: 'Australia/Sydney',
    hours: office,
    days: 5,
    start: '2026-10-02T06:00:00Z',
    duration: 'PT2H',
    due: '2026-10-04T23:00:00Z',
    why: 'Friday 16:00 to 17:00 AEST, Monday 09:00 to 10:00 AEDT',
  },
  {
    what: 'a Saturday that was declared a working day',
    zone: 'Asia/Shanghai',
    hours: office,
    days: 5,
    worked: ['2026-02-14'],
    start: '2026-02-13T08:00:00Z',
    duration: 'PT2H',
    due: '2026-02-14T02:00:00Z',
    why: 'Friday 16:00 to 17:00, Saturday 09:00 to 10:00',
  },
  {
    what: 'a weekend that moved',
    zone: 'Asia/Dubai',
    hours: office,
    days: 5,
    before: { until: '2021-12-31', days: ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday'] },
    start: '2021-12-30T12:00:00Z',
    duration: 'PT2H',
    due: '2022-01-03T06:00:00Z',
    why: 'Thursday 16:00 to 17:00; Friday 31 December and Saturday are free, and Sunday 2 January is now; Monday 09:00 to 10:00',
  },
];

export function calendarOf({
  zone,
  hours,
  days = 7,
  worked = [],
  before,
}: ConformanceCase): BusinessCalendar {
  const over = (open: readonly Weekday[]): BusinessCalendar['weekly'] =>
    Object.fromEntries(open.map((day) => [day, hours]));
  return {
    id: zone,
    timeZone: zone,
    weekly: over(weekdays.slice(0, days)),
    ...(before && { earlier: [{ until: before.until, weekly: over(before.days) }] }),
    holidays: [],
    extraOpenings: worked.map((date) => ({ date, intervals: hours, name: 'worked' })),
    version: 'none',
  };
}

/** The published table, in Markdown. */
export function conformanceTable(): string {
  const rows = conformance.map((row) => {
    const hours = row.hours.map(([from, to]) => `${from}-${to}`).join(', ');
    const days = row.days === 5 ? 'Mon-Fri' : 'daily';
    const worked = row.worked ? `, and on ${row.worked.join(', ')}` : '';
    const before = row.before ? `, Sun-Thu until ${row.before.until}` : '';
    return `| ${[row.what, row.zone, `${days} ${hours}${worked}${before}`, row.start, row.duration, row.due, row.why].join(' | ')} |`;
  });
  return [
    '| case | zone | hours | start | duration | due | why |',
    '|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}
