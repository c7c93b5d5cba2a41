/**
 * How a product calendar is kept for good: as what it adds to and takes from another one that is kept. Dates stand
 * together by what the days are, `MM-DD` for a date of every year that is known, `YYYY-MM-DD` for one of its own.
 */
import type { Holiday } from '../../../calendar/index.ts';
import { inOrder, type ProductCalendar } from './product.ts';

export interface KeptCalendar {
  /** Where it was kept for; another place may have the same. */
  readonly of: string;
  /** The one it differs from; absent: none. */
  readonly base?: string;
  /** Hash of its hours; absent: those of the base. */
  readonly hours?: string;
  /** By name, or by all that is known of a day (JSON) where that is more. */
  readonly add?: Readonly<Record<string, string>>;
  /** Dates of the base that are otherwise here. */
  readonly remove?: string;
}

type Known = Pick<ProductCalendar['hours'], 'knownFrom' | 'horizon'>;

/** The days of a calendar as the difference from its base. */
export function encoded(
  { hours, holidays }: ProductCalendar,
  base: ProductCalendar | undefined,
): Pick<KeptCalendar, 'add' | 'remove'> {
  const before = byDate(base?.holidays ?? []);
  const after = byDate(holidays);
  const remove = [...before.keys()].filter((date) => !sameDays(before.get(date), after.get(date)));
  const add = new Map<string, string[]>();
  for (const [date, days] of after) {
    if (sameDays(before.get(date), days)) continue;
    for (const day of days) {
      const key = keyOf(day);
      add.set(key, [...(add.get(key) ?? []), date]);
    }
  }
  return {
    ...(add.size === 0
      ? {}
      : { add: Object.fromEntries([...add].map(([key, dates]) => [key, shortened(dates, hours)])) }),
    ...(remove.length === 0 ? {} : { remove: shortened(remove, hours) }),
  };
}

/** The days that `encoded` made the difference of. `hours` are the calendar's own. */
export function decoded(
  { add = {}, remove = '' }: Pick<KeptCalendar, 'add' | 'remove'>,
  hours: ProductCalendar['hours'],
  base: ProductCalendar | undefined,
): ProductCalendar {
  const removed = new Set(lengthened(remove, hours));
  const added = Object.entries(add).flatMap(([key, dates]) =>
    lengthened(dates, hours).map((date) => dayOf(key, date)),
  );
  const left = (base?.holidays ?? []).filter(({ date }) => !removed.has(date));
  return { hours, holidays: inOrder([...left, ...added]) };
}

function keyOf({ date: _, ...what }: Holiday): string {
  const { name, ...more } = what;
  const isName = name !== undefined && !name.startsWith('{') && Object.keys(more).length === 0;
  return isName ? name : JSON.stringify(what);
}

function dayOf(key: string, date: string): Holiday {
  return { date, ...(key.startsWith('{') ? (JSON.parse(key) as Omit<Holiday, 'date'>) : { name: key }) };
}

function byDate(days: readonly Holiday[]): Map<string, Holiday[]> {
  const found = new Map<string, Holiday[]>();
  for (const day of days) found.set(day.date, [...(found.get(day.date) ?? []), day]);
  return found;
}

function sameDays(a: readonly Holiday[] | undefined, b: readonly Holiday[] | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function yearsOf({ knownFrom, horizon }: Known): readonly string[] {
  if (knownFrom === undefined || horizon === undefined) return [];
  const first = Number(knownFrom.slice(0, 4));
  return Array.from({ length: Number(horizon.slice(0, 4)) - first + 1 }, (_, index) => `${first + index}`);
}

function shortened(dates: readonly string[], known: Known): string {
  const years = yearsOf(known);
  const byDay = new Map<string, Set<string>>();
  for (const date of dates) {
    const day = date.slice(5);
    byDay.set(day, (byDay.get(day) ?? new Set()).add(date.slice(0, 4)));
  }
  return [...byDay]
    .flatMap(([day, of]) =>
      years.length > 0 && of.size === years.length && years.every((year) => of.has(year))
        ? [day]
        : [...of].map((year) => `${year}-${day}`),
    )
    .sort()
    .join(' ');
}

function lengthened(dates: string, known: Known): readonly string[] {
  const each = dates.split(' ').filter((date) => date !== '');
  return each.flatMap((date) =>
    date.length === 5 ? yearsOf(known).map((year) => `${year}-${date}`) : [date],
  );
}
