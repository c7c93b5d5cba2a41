/** What the product itself knows of a place: the hours and the public holidays of this release. */
import { bounded } from '../../../calendar/bounded.ts';
import type { BusinessCalendar, Holiday } from '../../../calendar/index.ts';
import { declaredWorkingDays, hasHolidays, holidayData, publicHolidays } from '../holidays.ts';
import { hoursOf } from '../hours.ts';
import { contentHash } from './contentHash.ts';

/** The calendar of a country or region as a release has it; whose it is does not matter to it. */
export interface ProductCalendar {
  readonly hours: {
    /** The rule that gave the hours. */
    readonly rule: string;
    /** Set where the rule fixes the zone, whatever the country's own is. */
    readonly timeZone?: string;
    readonly weekly: BusinessCalendar['weekly'];
    /** Weeks of earlier times, where the weekend was another. */
    readonly earlier?: NonNullable<BusinessCalendar['earlier']>;
    /** Days of weekends that were declared worked, by everybody. */
    readonly workingDays?: readonly Holiday[];
    /** The first and the last date that the lists know anything of; absent where none does. */
    readonly knownFrom?: string;
    readonly horizon?: string;
  };
  /** In order of date. */
  readonly holidays: readonly Holiday[];
}

export interface Product {
  readonly calendar: ProductCalendar;
  readonly hash: string;
}

const resolved = bounded<Product>(512);

/** The calendar of a country or of one of its regions in this release. Codes as `regionIn` gives them. */
export function productOf(country: string, region: string | undefined): Product {
  return resolved(`${country}-${region ?? ''}`, () => {
    const { rule, timeZone, weekly, earlier } = hoursOf(country, region);
    const { from, to } = holidayData;
    const workingDays = declaredWorkingDays(country);
    const calendar: ProductCalendar = {
      hours: {
        rule,
        ...(timeZone === undefined ? {} : { timeZone }),
        weekly,
        ...(earlier.length > 0 ? { earlier } : {}),
        ...(workingDays.length > 0 ? { workingDays } : {}),
        ...(hasHolidays(country) ? { knownFrom: from, horizon: to } : {}),
      },
      holidays: inOrder(publicHolidays(country, region)),
    };
    return { calendar, hash: productHash(calendar) };
  });
}

/** The name of such a calendar by what it says. */
export function productHash({ hours, holidays }: ProductCalendar): string {
  const { rule, timeZone, weekly, earlier, workingDays, knownFrom, horizon } = hours;
  const days = holidays.map(({ date, ...what }) => [date, what]);
  return contentHash(
    JSON.stringify([rule, timeZone, weekly, earlier, workingDays, knownFrom, horizon, days]),
  );
}

/** By date, then by what they say, and each once: one form for each content. */
export function inOrder(holidays: readonly Holiday[]): readonly Holiday[] {
  const isSo = holidays.every(({ date }, index) => index === 0 || (holidays[index - 1]?.date ?? '') < date);
  if (isSo) return holidays;
  const byContent = new Map(holidays.map((day) => [`${day.date}${JSON.stringify(day)}`, day]));
  return [...byContent].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, day]) => day);
}
