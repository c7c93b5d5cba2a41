/** Business hours by country: BH-1 to BH-4 as reviewed data. */
import { weekdays, type BusinessCalendar, type DayInterval } from '../../calendar/index.ts';
import reviewed from './reviewed.json' with { type: 'json' };

export interface Hours {
  /** The rule that gave the hours. */
  readonly rule: string;
  /** Set where the rule fixes the zone, whatever the country's own is. */
  readonly timeZone: string | undefined;
  readonly weekly: BusinessCalendar['weekly'];
}

/** The hours of a country; a region counts where it keeps a weekend of its own. */
export function hoursOf(country: string, region?: string): Hours {
  const rule = reviewed.hours.find(
    ({ countries }) => typeof countries === 'string' || countries.includes(country),
  );
  if (!rule) throw new Error('the reviewed hours have no rule for all other countries');
  const intervals = rule.intervals.map(([from = '', to = '']): DayInterval => [from, to]);
  const rest = weekendOf(country, region);
  const weekly = Object.fromEntries(
    weekdays.filter((day) => !rest.includes(day)).map((day) => [day, intervals]),
  );
  return { rule: rule.rule, timeZone: rule.timeZone, weekly };
}

function weekendOf(country: string, region: string | undefined): readonly string[] {
  const places = region === undefined ? [country] : [`${country}-${region}`, country];
  const named = places.flatMap((place) =>
    reviewed.weekends.filter(({ countries }) => countries.includes(place)),
  );
  return named[0]?.days ?? ['saturday', 'sunday'];
}
