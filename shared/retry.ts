/** What an attempt answers that has to be made again. */
export const again: unique symbol = Symbol('again');

export interface Retries {
  /** How many attempts are made at the most. */
  readonly attempts: number;
  /** The longest wait before the second attempt (ms); it doubles with each further one. */
  readonly firstWait: number;
  /** What no wait exceeds (ms). */
  readonly longestWait: number;
  /** Resolves after so many ms of the machine's time. */
  sleep(ms: number): Promise<void>;
  /** From 0 up to, and without, 1. */
  random(): number;
}

/**
 * Makes attempts until one answers something else than `again`. Between two it waits for a span that doubles, or by
 * chance for as little as half of it, so that those who got in each other's way do not meet again. What an attempt throws ends it at once.
 *
 * @throws what `exhausted` makes, when the last attempt too says `again`.
 */
export async function retrying<T>(
  retries: Retries,
  attempt: (number: number) => Promise<T | typeof again>,
  exhausted: () => Error,
): Promise<T> {
  for (let number = 0; number < retries.attempts; number += 1) {
    if (number > 0) await retries.sleep(waitBefore(number, retries));
    const answer = await attempt(number);
    if (answer !== again) return answer;
  }
  throw exhausted();
}

/** How long (ms) to wait before an attempt, the first being number 0. */
function waitBefore(number: number, { firstWait, longestWait, random }: Retries): number {
  return (0.5 + random() / 2) * Math.min(longestWait, firstWait * 2 ** (number - 1));
}
