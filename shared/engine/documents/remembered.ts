import type { Clock } from '../../clock.ts';

export interface Remembered<T> {
  /** What was read at most so long ago. */
  read(): Promise<T>;
  /** What was read last, however long ago: enough for what never changes. */
  known(): Promise<T>;
  /** What is there now. */
  reread(): Promise<T>;
}

/**
 * Something that is read often and changes seldom: read anew once it is older than `keptFor` (ms of the machine's
 * time). Whoever asks while it is being read gets the same reading; one that fails is not remembered.
 */
export function remembered<T>(readNow: () => Promise<T>, wallClock: Clock, keptFor = 10_000): Remembered<T> {
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
    read: () => (known && wallClock.now() - known.at < keptFor ? known.value : reread()),
  };
}
