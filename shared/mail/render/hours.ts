import {
  localDate,
  weekdays,
  type BusinessCalendar,
  type DayInterval,
  type Instant,
} from '../../calendar/index.ts';
import { toMs } from '../../calendar/instant.ts';
import { clockTime, fill, formatDate, formatList, formatWeekday, zoneName } from './format.ts';
import type { Messages } from './messages/index.ts';
import { kept } from './text.ts';

/** Days ahead whose closing is worth knowing, and how many are told at the most. */
const ahead = 10;
const mostClosings = 5;

const day = 86_400_000;
const aMonday = Date.UTC(2026, 0, 5);

/**
 * Business hours in words, as of an instant: `Monday to Friday 9:00–17:30 (Japan Standard Time), closed on Monday 23
 * November`.
 */
export function formatHours(calendar: BusinessCalendar, asOf: Instant, messages: Messages): string {
  const { locale, times } = messages;
  const name = (index: number) => formatWeekday(aMonday + index * day, 'UTC', locale, 'long');
  const closed = closings(calendar, asOf).map((at) => formatDate(at, 'UTC', messages, 'day'));
  const week = runs(calendar).map(({ from, to, opened }) =>
    fill(
      times.opening,
      {
        days: from === to ? name(from) : fill(times.days, { first: name(from), last: name(to) }, locale),
        times: formatList(
          opened.map(([start, end]) =>
            kept(fill(times.from, { from: wall(start, messages), to: wall(end, messages) }, locale)),
          ),
          messages,
        ),
      },
      locale,
    ),
  );
  return fill(
    times.hours,
    {
      week: week.join(/^(zh|ja)/.test(locale) ? '、' : ', '),
      zone: zoneName(calendar.timeZone, messages, toMs(asOf)),
      count: closed.length,
      days: formatList(closed, messages),
    },
    locale,
  );
}

/** Days in a row that open at the same times, from Monday on; days that do not open are left out. */
function runs({ weekly }: BusinessCalendar) {
  const found: { from: number; to: number; opened: readonly DayInterval[] }[] = [];
  for (const [index, name] of weekdays.entries()) {
    const opened = weekly[name] ?? [];
    const last = found.at(-1);
    if (opened.length === 0) continue;
    if (last?.to === index - 1 && JSON.stringify(last.opened) === JSON.stringify(opened)) last.to = index;
    else found.push({ from: index, to: index, opened });
  }
  return found;
}

/** Days soon that would be open, were they no holidays, as midnights of UTC. */
function closings(calendar: BusinessCalendar, asOf: Instant): number[] {
  const { weekly, holidays, extraOpenings = [], timeZone } = calendar;
  const today = Date.parse(localDate(timeZone, toMs(asOf)));
  const off = new Set(holidays.map(({ date }) => date));
  for (const { date } of extraOpenings) off.delete(date);
  return Array.from({ length: ahead + 1 }, (_, days) => today + days * day)
    .filter((at) => off.has(new Date(at).toISOString().slice(0, 10)))
    .filter((at) => {
      const name = weekdays[(new Date(at).getUTCDay() + 6) % 7];
      return name !== undefined && (weekly[name] ?? []).length > 0;
    })
    .slice(0, mostClosings);
}

function wall(time: string, messages: Messages): string {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return clockTime(hour, minute, messages);
}
