import type { Investigation } from '../model/case.ts';
import type { EventOf } from '../model/events.ts';

/** What each event makes of what support knows of the problem. */
export function investigated(
  before: Investigation | undefined,
  event: EventOf<'investigation.started' | 'investigation.paused' | 'investigation.concluded'>,
): Investigation {
  const { paused: _, ...known } = before ?? {};
  const now = {
    ...known,
    underWay: event.type === 'investigation.started',
    ...(event.type === 'investigation.paused' ? { paused: true as const } : {}),
    at: event.decidedAsOf,
  };
  if (event.type !== 'investigation.concluded') return now;
  const { cause, reproducible, evidence } = event.data;
  return { ...now, cause, reproducible, ...(evidence === undefined ? {} : { evidence }) };
}
