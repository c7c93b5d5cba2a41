/** The requests of the contract: over Japan's calendar, and over one of its own. */
export const japan = {
  schedule: 'businessHours',
  country: 'JP',
  start: '2026-11-20T08:00:00Z',
  duration: 'PT8H',
};
export const berlin = {
  schedule: 'businessHours',
  start: '2026-11-20T08:00:00Z',
  duration: 'PT4H',
  calendar: {
    timeZone: 'Europe/Berlin',
    weekly: {
      monday: [['09:00', '17:00']],
      tuesday: [
        ['09:00', '12:00'],
        ['13:00', '17:00'],
      ],
    },
    holidays: ['2026-12-25'],
  },
};
