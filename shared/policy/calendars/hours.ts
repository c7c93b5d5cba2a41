/** Business hours by country: BH-1 to BH-4 as reviewed data. */
import { weekdays, type BusinessCalendar, type DayInterval } from '../../calendar/index.ts';
import reviewed from './reviewed.json' with { type: 'json' };
import { weekendsOf, type Weekend } from './weekends.ts';

export interface Hours {
  /** The rule that gave the hours. */
  readonly rule: string;
  /** Set where the rule fixes the zone, whatever the country's own is. */
  readonly timeZone: string | undefined;
  readonly weekly: BusinessCalendar['weekly'];
  /** The weekly hours of earlier times, where the weekend was another. */
  readonly earlier: NonNullable<BusinessCalendar['earlier']>;
  /** The opening of a normal day, and so of a declared working day. */
  readonly day: readonly DayInterval[];
}

/** The hours of a country; a region counts where it keeps a weekend of its own. */
export function hoursOf(country: string, region?: string): Hours {
  const rule = reviewed.hours.find(
    ({ countries }) => typeof countries === 'string' || countries.includes(country),
  );
  if (!rule) throw new Error('the reviewed hours have no rule for all other countries');
  const day = rule.intervals.map(([from = '', to = '']): DayInterval => [from, to]);
  const around = ({ days }: Weekend): BusinessCalendar['weekly'] =>
    Object.fromEntries(
      weekdays.filter((weekday) => !days.includes(weekday)).map((weekday) => [weekday, day]),
    );
  const weekends = weekendsOf(country, region);
  const earlier = weekends.flatMap((weekend) =>
    weekend.until === undefined ? [] : [{ until: weekend.until, weekly: around(weekend) }],
  );
  const weekly = around(weekends.at(-1) ?? { days: [] });
  return { rule: rule.rule, timeZone: rule.timeZone, weekly, earlier, day };
}
