/** Single facts that are sure, weighted to what trips calendars up, each with why. Official, or three sources agree. */
import { expect, test } from 'vitest';
import facts from '../../../test/calendar/facts.json' with { type: 'json' };
import { businessTime, instantOfLocal } from '../../calendar/index.ts';
import { calendarFor, placeList } from './index.ts';

interface Fact {
  readonly country: string;
  readonly region?: string;
  readonly date: string;
  readonly isHoliday: boolean;
  readonly isWorkingDay?: boolean;
  readonly name?: string;
  readonly why: string;
  /** Set where it binds some only. */
  readonly scope?: string;
}

const all: readonly Fact[] = facts;

test('there are 231 of them', () => {
  expect(all).toHaveLength(231);
});

test.each(all)('$country $region $date: $why', ({ country, region, date, ...fact }) => {
  const list = placeList(country, Number(date.slice(0, 4)), region);
  const day = list.holidays.find((each) => each.date === date);
  const worked = list.workingDays.find((each) => each.date === date);
  expect(day !== undefined).toBe(fact.isHoliday);
  expect(worked !== undefined).toBe(fact.isWorkingDay ?? false);
  // Where it takes its hours from: what binds some only, as the list says, is worked; the rest is not.
  const found = calendarFor({ country, region });
  if (!found.ok) throw new Error(found.failure.detail);
  const { calendar } = found;
  const time = businessTime({ kind: 'businessHours', calendar });
  const noon = instantOfLocal(calendar.timeZone, Date.parse(date) + 12 * 3_600_000);
  const binds = (scope: string | undefined): boolean => scope === undefined;
  if (day && binds(day.scope)) expect(time.isOpen(noon)).toBe(false);
  if (worked) expect(time.isOpen(noon)).toBe(binds(worked.scope));
});

test('days that bind public offices only are the ones that the facts say so of', () => {
  const scoped = all.filter(({ country, region, date, scope, isHoliday }) => {
    const list = placeList(country, Number(date.slice(0, 4)), region);
    const binding = list.holidays.find((each) => each.date === date);
    return isHoliday && binding?.scope !== undefined && scope === undefined;
  });
  expect(scoped).toEqual([]);
});
