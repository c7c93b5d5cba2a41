const minute = 60_000;
const hour = 60 * minute;

/** The parameters of sending, all in milliseconds, in one place. */
export const parameters = {
  /** How long a claim keeps others from sending. Below the 5 minutes that ACS remembers repeatable requests. */
  claim: 4 * minute,
  /** How long before its claim expires a request is aborted. */
  abortMargin: 30_000,
  /** How long asking for an operation may take; below `abortMargin`. */
  ask: 10_000,
  /** The wait after each failed attempt; after the attempt that follows the last one, the mail has failed. */
  backOff: [minute, 5 * minute, 15 * minute, hour, 4 * hour, 12 * hour, 24 * hour],
} as const;

/** When the attempt after `attempt` may begin, or null when there is none. No earlier than the service asked for. */
export function retryAt(attempt: number, now: number, asked = 0): number | null {
  const wait = parameters.backOff[attempt - 1];
  return wait === undefined ? null : now + Math.max(wait, asked);
}
