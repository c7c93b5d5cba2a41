import { toMs } from '../../calendar/index.ts';
import type { AcceptedMail, Case } from '../model/case.ts';

const hour = 3_600_000;

/**
 * How long (ms) after its acceptance the mail service is asked how a mail ended, where nobody has told it: by a tick
 * that comes from `from` on, and by one of its own at `by`. Each but the first only where it was still at it.
 */
const asks = [
  { from: hour / 6, by: 4 * hour },
  { from: 6 * hour, by: 12 * hour },
  { from: 18 * hour, by: 24 * hour },
] as const;

export const mostAsks = asks.length;
/** How long (ms) after the acceptance a service that does not answer is asked. */
const longestAsked = 24 * hour;

/** The mails whose end the service is to be asked for, at `now` (ms). */
export function toFollow({ accepted = [] }: Case, now: number): readonly AcceptedMail[] {
  return accepted.filter(({ at, asked = 0 }) => now >= toMs(at) + (asks[asked]?.from ?? 0));
}

/** When the case has to be looked at for that (ms), where nothing else lets somebody look before. */
export function nextFollow({ accepted = [] }: Case): number | undefined {
  const by = accepted.map(({ at, asked = 0 }) => toMs(at) + (asks[asked]?.by ?? 0));
  return by.length === 0 ? undefined : Math.min(...by);
}

/** Whether a service that does not answer is asked no more. */
export function isLastAsked({ at }: AcceptedMail, now: number): boolean {
  return now >= toMs(at) + longestAsked;
}
