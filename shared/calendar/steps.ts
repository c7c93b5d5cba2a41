/**
 * Work in steps of at most a few milliseconds: whoever does it lets others have their turn between two of them, and
 * may leave off after any. What it comes to is the generator's return value.
 */
export type Steps<T> = Generator<void, T, void>;

/** All steps at once. */
export function finished<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
