/** A calendar to ask about: an office in Berlin. */
import { businessTime } from '../../shared/calendar/index.ts';
import type { BusinessCalendar, DayInterval, SteppedTime } from '../../shared/calendar/index.ts';

export const office: BusinessCalendar = {
  id: 'office',
  timeZone: 'Europe/Berlin',
  weekly: Object.fromEntries(
    ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((day) => [day, [['09:00', '17:00']]]),
  ),
  holidays: [{ date: '2026-12-25', name: 'Christmas Day' }],
  version: 'test 1',
};

/** Business time over the office's calendar with changes. */
export const over = (change: Partial<BusinessCalendar>): SteppedTime =>
  businessTime({ kind: 'businessHours', calendar: { ...office, ...change } });

const open: readonly DayInterval[] = [['00:00', '24:00']];
export const everyDay = {
  monday: open,
  tuesday: open,
  wednesday: open,
  thursday: open,
  friday: open,
  saturday: open,
  sunday: open,
};
