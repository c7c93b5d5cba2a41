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
  /** The working day that a step counts for. */
  readonly names: readonly (string | undefined)[];
}

/** What each step of `[from, to)` is. The wall clock only ever counts as far as the latest time it has shown. */
export function walk(calendar: BusinessCalendar, from: number, to: number, step = 60_000): Walk {
  const { timeZone, earlier = [], holidays, extraOpenings = [] } = calendar;
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  const kinds: MinuteKind[] = [];
  const names: (string | undefined)[] = [];
  let latest = '';
  for (let at = from - 26 * 3_600_000; at < to; at += step) {
    const shown = clock.format(at);
    if (shown > latest) latest = shown;
    if (at < from) continue;
    const [date = '', time = ''] = latest.split(' ');
    const within = ([start, end]: DayInterval): boolean => `${start}:00` <= time && time < `${end}:00`;
    const weekday = weekdays[(new Date(date).getUTCDay() + 6) % 7] ?? 'monday';
    const weekly = earlier.find(({ until }) => date <= until)?.weekly ?? calendar.weekly;
    const usual = (weekly[weekday] ?? []).some(within);
    const holiday = holidays.some((day) => day.date === date);
    const openings = extraOpenings.filter((day) => day.date === date && day.intervals.some(within));
    const extra = openings.length > 0;
    names.push(openings.find(({ name }) => name !== undefined)?.name);
    kinds.push(extra || (usual && !holiday) ? 'counted' : usual ? 'holiday' : 'closed');
  }
  return { from, step, kinds, names };
}

/** The segments that lead from `start` to the due instant; null when the walk ends before it. */
export function segmentsIn({ from, step, kinds, names }: Walk, start: number, duration: number) {
  const segments: { from: number; to: number; kind: MinuteKind; workingDay?: string }[] = [];
  let left = duration;
  for (let at = start; left > 0; at += step) {
    const kind = kinds[(at - from) / step];
    if (!kind) return null;
    const last = segments.at(-1);
    const workingDay = names[(at - from) / step];
    if (last?.kind === kind && last.workingDay === workingDay) last.to = at + step;
    else segments.push({ from: at, to: at + step, kind, ...(workingDay !== undefined && { workingDay }) });
    if (kind === 'counted') left -= step;
  }
  return segments;
}
