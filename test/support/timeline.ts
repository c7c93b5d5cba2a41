import type { TimelineEntry } from '../../shared/api/schemas.ts';

export const ofType = (timeline: readonly TimelineEntry[], ...types: string[]): TimelineEntry[] =>
  timeline.filter(({ type }) => types.includes(type));

/** What the clocks did by themselves: as of when, and by how many ms it was recorded later than that. */
export function fellDue(timeline: readonly TimelineEntry[]) {
  return ofType(timeline, 'clock.thresholdReached', 'clock.breached').map(
    ({ type, data, decidedAsOf, at }) => ({
      what: type === 'clock.breached' ? 'breach' : `${String(data['percent'])} %`,
      decidedAsOf,
      late: Date.parse(at) - Date.parse(decidedAsOf),
    }),
  );
}

/** A case of severity A that is submitted at 08:00Z and answered by nobody. */
export const unanswered = [
  { what: '50 %', decidedAsOf: '2026-11-20T08:30:00Z' },
  { what: '75 %', decidedAsOf: '2026-11-20T08:45:00Z' },
  { what: 'breach', decidedAsOf: '2026-11-20T09:00:00Z' },
];

/** The mails of such a case, by kind. */
export const unansweredMails = [
  'acknowledgement',
  'responseBreached',
  'responseLate',
  'responseWarning',
  'responseWarning',
];
