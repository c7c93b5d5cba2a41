import type { Clock } from '../clock.ts';

export interface Remembered<T> {
  /** What was read at most so long ago. */
  read(): Promise<T>;
  /** What was read last, however long ago: enough for what never changes. */
  known(): Promise<T>;
  /** What is there now. */
  reread(): Promise<T>;
}

/** Reads anew when what was read is older than `age` (ms of the machine's time). A failure is not remembered. */
export function remembered<T>(age: number, wallClock: Clock, readNow: () => Promise<T>): Remembered<T> {
  let known: { readonly at: number; readonly value: Promise<T> } | undefined;

  function reread(): Promise<T> {
    const reading = { at: wallClock.now(), value: readNow() };
    known = reading;
    reading.value.catch(() => {
      if (known === reading) known = undefined;
    });
    return reading.value;
  }
  return {
    reread,
    known: () => known?.value ?? reread(),
    read: () => (known && wallClock.now() - known.at < age ? known.value : reread()),
  };
}
