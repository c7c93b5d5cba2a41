/** The days that stand out within a span, of several calendars. */
import type { CalendarView } from '../shared/api/time/calendars.ts';

export interface ComingDay {
  /** Local at the place. */
  readonly date: string;
  readonly place: string;
  readonly what: string;
  readonly name: string;
  readonly status: CalendarView['status'];
  readonly why?: string | undefined;
  readonly alternatives: readonly string[];
}

type Calendar = Pick<
  CalendarView,
  'name' | 'region' | 'timeZone' | 'holidays' | 'doubtful' | 'workingDays'
> & {
  readonly halfDays: readonly { readonly date: string; readonly name: string }[];
};

/** From the local day of `now` (ms) on, so many days; the first day first. */
export function comingDays(calendars: readonly Calendar[], now: number, span: number): readonly ComingDay[] {
  return calendars
    .flatMap((calendar) => {
      const [first, last] = [now, now + span * 86_400_000].map((at) => localDay(at, calendar.timeZone));
      return daysOf(calendar).filter(({ date }) => date >= (first ?? '') && date < (last ?? ''));
    })
    .sort((one, other) => one.date.localeCompare(other.date) || one.place.localeCompare(other.place));
}

const localDay = (at: number, timeZone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    at,
  );

/** Official lists have no name of their own. */
const sourceName = (source: string): string => (source === 'official' ? 'an official list' : source);

function daysOf({ name, region, holidays, doubtful, workingDays, halfDays }: Calendar): ComingDay[] {
  const place = region === null ? name : `${name}, ${region}`;
  return [
    ...holidays.map((day) => ({
      ...{ place, date: day.date, name: day.name, status: day.status, why: day.why },
      // Of those that bind the government alone.
      what: day.scope === undefined ? 'Holiday' : 'Holiday of the government, worked elsewhere',
      alternatives: day.alternatives ?? [],
    })),
    ...doubtful.map(({ date, status, why, sources }) => ({
      ...{ place, date, status, why, what: 'Worked as far as is known', alternatives: [] },
      name: `A holiday according to ${sources.map(sourceName).join(', ')}`,
    })),
    ...workingDays.map((day) => ({
      ...{ place, date: day.date, name: day.name, status: day.status, alternatives: [] },
      what: day.scope === undefined ? 'Declared a working day' : 'A working day of the government alone',
    })),
    ...halfDays.map((day) => ({
      ...{ place, date: day.date, name: day.name, status: 'official' as const, alternatives: [] },
      what: 'Half of it is free at most places; counted as a working day',
    })),
  ];
}
