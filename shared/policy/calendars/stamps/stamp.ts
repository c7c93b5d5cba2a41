/** How a calendar is found again, whatever has become of data and layers since: by what it was made of. */
import { bounded } from '../../../calendar/bounded.ts';
import { weekdays, type BusinessCalendar, type DayInterval, type Holiday } from '../../../calendar/index.ts';
import { certaintyOf } from '../certain.ts';
import { keptCalendar } from './kept.ts';
import { knownLayer, placeName, type Layer, type LayerRef } from './layers.ts';
import { productOf, type ProductCalendar } from './product.ts';

export interface CalendarStamp {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** The part of an ISO 3166-2 code after the country. */
  readonly region?: string | undefined;
  /** As it was asked for: IANA or Windows name. */
  readonly preferredTimeZone?: string | undefined;
  /** The organisation's own weekly hours, in place of the policy's. */
  readonly hours?: BusinessCalendar['weekly'] | undefined;
  /** The organisation's own additions to the public holidays, and the dates on which it works all the same. */
  readonly holidays?:
    | { readonly add?: readonly Holiday[] | undefined; readonly remove?: readonly string[] | undefined }
    | undefined;
  /** IANA zone in which the hours are kept. */
  readonly timeZone: string;
  /** Content hash of what the product knew of the place: weekly hours, rule and holidays. */
  readonly product: string;
  /** What operations had put over it. */
  readonly layer?: LayerRef | undefined;
}

/** What a case gets with another calendar; place and the organisation's own stay. */
export type CalendarSource = Pick<CalendarStamp, 'timeZone' | 'product' | 'layer'>;

export function sourceOf({ timeZone, product, layer }: CalendarSource): CalendarSource {
  return { timeZone, product, ...(layer ? { layer } : {}) };
}

/** The stamp of the same place and organisation with another source. */
export function stampWith(stamp: CalendarStamp, source: CalendarSource): CalendarStamp {
  const { layer: _, ...rest } = stamp;
  return { ...rest, ...source };
}

/** What a stamp names is not to be had in this process. It concerns the cases that bear it, and no others. */
export class CalendarUnknown extends Error {
  override readonly name = 'CalendarUnknown';
}

export interface StampedCalendar {
  readonly calendar: BusinessCalendar;
  /** The rules that gave its hours. */
  readonly hoursRules: readonly string[];
}

const composed = bounded<StampedCalendar>(512);

/** The calendar that a stamp names. Equal stamps share it. Throws `CalendarUnknown`. */
export function stampedCalendar(stamp: CalendarStamp): StampedCalendar {
  const { country, region, hours, holidays, timeZone, product, layer } = stamp;
  const key = JSON.stringify([country, region, hours, holidays, timeZone, product, layer]);
  return composed(key, () => compose(stamp, productNamed(stamp), layerNamed(stamp)));
}

/** The version of a calendar as answers tell it: `JP.<hash>`, with operations' second layer `JP.<hash>+JP.2`. */
export function calendarVersion({
  country,
  region,
  product,
  layer,
}: Omit<CalendarStamp, 'timeZone'>): string {
  return `${placeName(country, region)}.${product}${layer ? `+${layer.place}.${layer.number}` : ''}`;
}

/** The place that a version is of. */
export function placeIn(version: string): { readonly country: string; readonly region?: string } | undefined {
  const [, country, region] = /^([A-Z]{2})(?:-([^.]+))?\./.exec(version) ?? [];
  return country === undefined ? undefined : { country, ...(region === undefined ? {} : { region }) };
}

function productNamed({ country, region, product }: CalendarStamp): ProductCalendar {
  const present = productOf(country, region);
  const found = present.hash === product ? present.calendar : keptCalendar(product);
  if (found) return found;
  throw new CalendarUnknown(
    `no release of the product that this one knows of had the calendar ${product} of ${placeName(country, region)}`,
  );
}

function layerNamed({ layer }: CalendarStamp): Layer | undefined {
  const found = layer && knownLayer(layer.hash);
  if (!layer || found) return found;
  throw new CalendarUnknown(`layer ${layer.number} of ${layer.place} (${layer.hash}) is kept nowhere`);
}

/** Later goes before earlier: the product, operations, the organisation itself. */
function compose(stamp: CalendarStamp, product: ProductCalendar, layer: Layer | undefined): StampedCalendar {
  const { country, region, timeZone, holidays: own } = stamp;
  const weekly = stamp.hours ?? layer?.hours ?? product.hours.weekly;
  const withLayer = laidOver(product.holidays, layer?.holidays);
  const changed = [layer?.holidays, own];
  const declared = [
    ...othersThan(datesPut(layer?.holidays, layer?.workingDays.add), product.hours.workingDays ?? []),
    ...(layer?.workingDays.add ?? []),
  ];
  const extraOpenings = openingsOf(declared, weekly, own?.add ?? []);
  const { earlier } = product.hours;
  const decided = new Set([
    ...changed.flatMap((days) => datesPut(days)),
    ...datesPut({}, layer?.workingDays.add),
  ]);
  const { years, days } = certaintyOf(country, region);
  const calendar: BusinessCalendar = {
    id: placeName(country, region),
    timeZone,
    weekly,
    ...(earlier && weekly === product.hours.weekly ? { earlier } : {}),
    holidays: laidOver(withLayer, own),
    ...(extraOpenings.length > 0 ? { extraOpenings } : {}),
    version: calendarVersion(stamp),
    // What operations or the organisation say of a day settles it.
    certainty: {
      years,
      days: Object.fromEntries(Object.entries(days).filter(([date]) => !decided.has(date))),
    },
  };
  const ownHours = weekly !== product.hours.weekly;
  return { calendar, hoursRules: ownHours ? ['BH-4'] : [product.hours.rule, 'BH-4'] };
}

function laidOver(days: readonly Holiday[], over: CalendarStamp['holidays']): readonly Holiday[] {
  const { add = [], remove = [] } = over ?? {};
  const replaced = new Set([...remove, ...add.map(({ date }) => date)]);
  return [...days.filter(({ date }) => !replaced.has(date)), ...add].sort((a, b) =>
    a.date < b.date ? -1 : 1,
  );
}

/** The dates that are said something of. */
function datesPut(
  { add = [], remove = [] }: NonNullable<CalendarStamp['holidays']> = {},
  worked: readonly { readonly date: string }[] = [],
): string[] {
  return [...remove, ...[...add, ...worked].map(({ date }) => date)];
}

function othersThan<D extends { readonly date: string }>(dates: readonly string[], days: readonly D[]): D[] {
  return days.filter(({ date }) => !dates.includes(date));
}

/** A declared working day opens although it is a weekend or a holiday, unless the organisation itself is closed. */
function openingsOf(
  days: readonly (Holiday & { readonly hours?: readonly DayInterval[] | undefined })[],
  weekly: BusinessCalendar['weekly'],
  own: readonly Holiday[],
): NonNullable<BusinessCalendar['extraOpenings']> {
  const closed = new Set(own.map(({ date }) => date));
  return days
    .filter(({ date }) => !closed.has(date))
    .map(({ date, name, hours }) => ({ date, name, intervals: hours ?? normalDay(weekly) }));
}

/** The hours that most days of the week have; of as many, those of the earlier day. */
function normalDay(weekly: BusinessCalendar['weekly']): readonly DayInterval[] {
  const open = weekdays.flatMap((day) => (weekly[day]?.length ? [weekly[day]] : []));
  const alike = (hours: readonly DayInterval[]) =>
    open.filter((other) => JSON.stringify(other) === JSON.stringify(hours)).length;
  return open.toSorted((a, b) => alike(b) - alike(a))[0] ?? [];
}
