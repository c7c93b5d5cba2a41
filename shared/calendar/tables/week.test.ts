import { describe, expect, test } from 'vitest';
import type { BusinessCalendar, DayInterval } from '../types.ts';
import { weekdays } from '../types.ts';
import { mostOpenInAYear } from './week.ts';

const dayMs = 86_400_000;
const calendar = (change: Partial<BusinessCalendar>): BusinessCalendar => ({
  id: 'x',
  timeZone: 'UTC',
  weekly: {},
  holidays: [],
  version: 'none',
  ...change,
});
const everyDay = (...hours: DayInterval[]) => Object.fromEntries(weekdays.map((day) => [day, hours]));

describe('the most that may be open in a year is never too little, and not far too much', () => {
  test.each([
    ['around the clock', calendar({ weekly: everyDay(['00:00', '24:00']) }), 366, 400],
    ['in the evening only', calendar({ weekly: everyDay(['18:00', '24:00']) }), 366 / 4, 366 / 4 + 15],
    [
      'an hour a week and many long days',
      calendar({
        weekly: { monday: [['09:00', '10:00']] },
        extraOpenings: Array.from({ length: 20 }, (_, day) => `2026-03-${day + 10}`).map((date) => ({
          date,
          intervals: [['00:00', '24:00']],
        })),
      }),
      20 + 52 / 24,
      20 + 15,
    ],
    [
      'two openings, and changes of offset by hours',
      calendar({
        extraOpenings: [
          { date: '2026-03-28', intervals: [['00:00', '12:00']] },
          { date: '2026-03-29', intervals: [['06:00', '12:00']] },
        ],
      }),
      0.75 + 1,
      0.75 + 10,
    ],
  ])('%s', (_name, of, least, most) => {
    expect(mostOpenInAYear(of) / dayMs).toBeGreaterThanOrEqual(least);
    expect(mostOpenInAYear(of) / dayMs).toBeLessThanOrEqual(most);
  });
});
