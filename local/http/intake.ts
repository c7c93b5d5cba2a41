/** So many requests for functions begin in one turn of the event loop. */
export const most = 16;

/**
 * Where requests for functions wait for their turn of the event loop: whatever else is to be done, such as what is
 * due, waits for some of them at the most, however many there are.
 */
export class Intake {
  #begun = 0;
  readonly #waiting: (() => void)[] = [];
  #isTurning = false;

  /** Resolves when it is the request's turn, in the order in which they came. */
  pass(): Promise<void> {
    this.#turn();
    if (this.#begun < most) {
      this.#begun += 1;
      return Promise.resolve();
    }
    return new Promise((go) => this.#waiting.push(go));
  }

  #turn(): void {
    if (this.#isTurning) return;
    this.#isTurning = true;
    setImmediate(() => {
      this.#isTurning = false;
      const going = this.#waiting.splice(0, most);
      this.#begun = going.length;
      for (const go of going) go();
      if (going.length > 0) this.#turn();
    });
  }
}
