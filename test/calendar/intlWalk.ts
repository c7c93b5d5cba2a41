/**
 * An oracle of a few lines that shares nothing with the engines: it looks at the wall clock minute by minute,
 * through `Intl` alone.
 */
import { weekdays, type BusinessCalendar, type DayInterval } from '../../shared/calendar/types.ts';

export type MinuteKind = 'counted' | 'closed' | 'holiday';

export interface Walk {
  readonly from: number;
  readonly step: number;
  readonly kinds: readonly MinuteKind[];
}

/** What each step of `[from, to)` is. The wall clock only ever counts as far as the latest time it has shown. */
export function walk(calendar: BusinessCalendar, from: number, to: number, step = 60_000): Walk {
  const { timeZone, weekly, holidays, extraOpenings = [] } = calendar;
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  const kinds: MinuteKind[] = [];
  let latest = '';
  for (let at = from - 26 * 3_600_000; at < to; at += step) {
    const shown = clock.format(at);
    if (shown > latest) latest = shown;
    if (at < from) continue;
    const [date = '', time = ''] = latest.split(' ');
    const within = ([start, end]: DayInterval): boolean => `${start}:00` <= time && time < `${end}:00`;
    const weekday = weekdays[(new Date(date).getUTCDay() + 6) % 7] ?? 'monday';
    const usual = (weekly[weekday] ?? []).some(within);
    const holiday = holidays.some((day) => day.date === date);
    const extra = extraOpenings.some((day) => day.date === date && day.intervals.some(within));
    kinds.push(extra || (usual && !holiday) ? 'counted' : usual ? 'holiday' : 'closed');
  }
  return { from, step, kinds };
}

/** The segments that lead from `start` to the due instant; null when the walk ends before it. */
export function segmentsIn({ from, step, kinds }: Walk, start: number, duration: number) {
  const segments: { from: number; to: number; kind: MinuteKind }[] = [];
  let left = duration;
  for (let at = start; left > 0; at += step) {
    const kind = kinds[(at - from) / step];
    if (!kind) return null;
    const last = segments.at(-1);
    if (last?.kind === kind) last.to = at + step;
    else segments.push({ from: at, to: at + step, kind });
    if (kind === 'counted') left -= step;
  }
  return segments;
}
