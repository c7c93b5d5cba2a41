/** How long a request waits for time that is being moved, in ms. */
const patience = 2000;

/**
 * Where requests for functions wait while time is being moved, so that there comes a moment when nothing runs. A
 * request waits for a while only: what is under way may be waiting for it.
 */
export class Gate {
  #closed = 0;
  readonly #waiting = new Set<() => void>();

  /** Closes the gate until the returned function is called. */
  close(): () => void {
    this.#closed++;
    let open = false;
    return () => {
      if (open) return;
      open = true;
      if (--this.#closed === 0) for (const go of [...this.#waiting]) go();
    };
  }

  /** Resolves when the gate is open, or after a while. */
  pass(): Promise<void> {
    if (this.#closed === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const go = () => {
        clearTimeout(timer);
        this.#waiting.delete(go);
        resolve();
      };
      const timer = setTimeout(go, patience);
      this.#waiting.add(go);
    });
  }
}
