import { describe, expect, it } from 'vitest';

import { comingDays } from './comingDays.ts';

const day = (date: string, status: 'official' | 'disputed' = 'official') => ({
  ...{ date, status, name: `Day of ${date}`, sources: ['a'] },
});
const tokyo = {
  ...{ name: 'Japan', region: null, timeZone: 'Asia/Tokyo', doubtful: [], workingDays: [], halfDays: [] },
  holidays: [day('2026-11-20'), day('2026-11-23'), day('2026-12-01')],
};
const bavaria = {
  ...{ name: 'Germany', region: 'BY', timeZone: 'Europe/Berlin', holidays: [], halfDays: [] },
  doubtful: [
    { ...day('2026-11-22', 'disputed'), sources: ['official', 'a'], against: ['b'], why: 'A draft.' },
  ],
  workingDays: [day('2026-11-21')],
};

describe('the coming days', () => {
  // In Tokyo it is the 21st already.
  const days = comingDays([tokyo, bavaria], Date.parse('2026-11-20T16:00:00Z'), 10);

  it('begin with the local one of each place, and are in order', () =>
    expect(days.map(({ date, place }) => `${date} ${place}`)).toEqual([
      '2026-11-21 Germany, BY',
      '2026-11-22 Germany, BY',
      '2026-11-23 Japan',
    ]));

  it('name who has a doubtful one', () =>
    expect(days[1]?.name).toBe('A holiday according to an official list, a'));

  it('say what they are and how sure', () =>
    expect(days.map(({ what, status, why }) => [what, status, why])).toEqual([
      ['Declared a working day', 'official', undefined],
      ['Worked as far as is known', 'disputed', 'A draft.'],
      ['Holiday', 'official', undefined],
    ]));
});
