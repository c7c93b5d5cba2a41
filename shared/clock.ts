/**
 * The one port through which the product learns what time it is.
 *
 * Instants are milliseconds since 1970-01-01T00:00:00Z. A host (Azure Functions, the local runtime, a test)
 * sets its clock once, before the functions are loaded; nothing else below `shared/` may read the time.
 */
export interface Clock {
  now(): number;
  /** Resolves once `now()` has reached `instant`; at once when it already has. */
  sleepUntil(instant: number): Promise<void>;
}

const longestTimeout = 2_147_483_647;

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleepUntil(instant) {
    for (;;) {
      const wait = instant - Date.now();
      if (wait <= 0) return;
      await new Promise<void>((resolve) => setTimeout(resolve, Math.min(wait, longestTimeout)));
    }
  },
};

/** On globalThis, since a host and the app that it loads may each have a copy of this module. */
const key = Symbol.for('caseclock.clock');
const current = () => (Reflect.get(globalThis, key) as Clock | undefined) ?? systemClock;

/** The clock of this host: the system's, unless `useClock` said otherwise. */
export const hostClock: Clock = {
  now: () => current().now(),
  sleepUntil: (instant) => current().sleepUntil(instant),
};

/** Called by a host's composition root before it loads the functions. */
export function useClock(clock: Clock): void {
  Reflect.set(globalThis, key, clock);
}
