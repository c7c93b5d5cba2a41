const minute = 60_000;
const hour = 60 * minute;

/** The parameters of sending, all in milliseconds unless said otherwise, in one place. */
export const parameters = {
  /** How long a claim keeps others from sending. Below the 5 minutes that ACS remembers repeatable requests. */
  claim: 4 * minute,
  /** How long before its claim expires a request is aborted. */
  abortMargin: 30_000,
  /** How long one attempt at sending may take, with all that is asked on the way. */
  attempt: 15_000,
  /** How long asking for an operation may take: thrice of it fit into an attempt. */
  ask: 4_000,
  /** When the service is asked once more how a mail ended that it could not be asked for. */
  askAgain: hour,
  /** The wait after each attempt that the service has judged; after the one that follows the last, the mail has failed. */
  backOff: [minute, 5 * minute, 15 * minute, hour, 4 * hour, 12 * hour, 24 * hour],
  /** What no wait exceeds after an attempt that nobody has judged: these never end. */
  longestDeferral: hour,
  /** The same for a channel of operations, since nothing else ends the asking of one that is gone. */
  longestChannelDeferral: 24 * hour,
  /** What of `Retry-After` is believed at the most. */
  longestAsked: hour,
  /** What mail may be late by after closing time, and still go out to a customer with business hours. */
  afterClosing: minute,
  /** How many mails a process sends at once. */
  slots: 8,
  /** After so many attempts in a row without a proper answer nobody tries for a while. */
  failuresToOpen: 5,
  /** How long that while is at first; it doubles up to the longest. */
  pause: 30_000,
  longestPause: 15 * minute,
  /** Who found no free slot comes again, one after the other, so far apart. */
  turn: 100,
  firstTurn: 1_000,
  longestTurn: 5 * minute,
  /** Who is told to come by the pace comes in so long at the latest, to see whether it goes faster by then. */
  longestPaced: hour,
  /** Who was told to come, and did not by then, is not waited for. */
  lateForTurn: minute,
  /** After a 429: what is sent a minute, of what went before; and of that, what is sent after each minute without one. */
  slower: 0.75,
  faster: 1.1,
  /** Beyond so many a minute nothing holds anybody up. */
  unhindered: 10_000,
  /** Characters of an error's text that are kept. */
  reason: 500,
} as const;

/** When the attempt may begin that follows the `judged`th which the service has judged, or null when there is none. */
export function retryAt(judged: number, now: number): number | null {
  const wait = parameters.backOff[judged - 1];
  return wait === undefined ? null : now + wait;
}

/**
 * When to try again after attempt number `attempt` failed by nobody's judgement, no earlier than the service has
 * asked for. By chance (`random` from 0 to 1) up to half as long again, so that those who waited do not come together.
 */
export function deferredTo(
  attempt: number,
  now: number,
  random: number,
  {
    asked = 0,
    longest = parameters.longestDeferral,
  }: { readonly asked?: number | undefined; readonly longest?: number } = {},
): number {
  const { backOff, longestAsked } = parameters;
  const wait = Math.min(backOff[attempt - 1] ?? longest, longest);
  const least = Math.max(wait, Math.min(asked, longestAsked));
  return Math.round(now + least * (1 + random / 2));
}

/** When to try again what was not taken for want of room: as the service asks, however often that was. */
export function throttledTo(now: number, random: number, asked: number = parameters.pause): number {
  return Math.round(now + Math.min(asked, parameters.longestAsked) * (1 + random / 2));
}

/** A text from outside, as it is kept. */
export function clipped(text: string): string {
  const clean = text.replace(/\p{Cc}+/gu, ' ');
  return clean.length <= parameters.reason
    ? clean
    : `${clean.slice(0, parameters.reason - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
