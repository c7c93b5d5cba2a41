interface Wake {
  readonly caseId: string;
  /** In ms. */
  readonly at: number;
  readonly order: number;
}

/** When many cases are to be looked at next, the earliest first: a binary heap. */
export class Wakes {
  readonly #heap: Wake[] = [];
  #order = 0;

  add(caseId: string, at: number): void {
    this.#order += 1;
    const heap = this.#heap;
    heap.push({ caseId, at, order: this.#order });
    for (let place = heap.length - 1; place > 0;) {
      const parent = (place - 1) >> 1;
      if (!this.#swapped(parent, place)) return;
      place = parent;
    }
  }

  /** @throws RangeError when there is none. */
  take(): Wake {
    const heap = this.#heap;
    const [first] = heap;
    const last = heap.pop();
    if (!first || !last) throw new RangeError('nothing is to be looked at any more');
    if (heap.length === 0) return first;
    heap[0] = last;
    for (let place = 0; ;) {
      const left = 2 * place + 1;
      const right = left + 1;
      const next = isBefore(heap[right], heap[left]) ? right : left;
      if (!this.#swapped(place, next)) return first;
      place = next;
    }
  }

  /** Puts both in order. Answers whether they were not. */
  #swapped(upper: number, lower: number): boolean {
    const [one, other] = [this.#heap[upper], this.#heap[lower]];
    if (!one || !other || !isBefore(other, one)) return false;
    this.#heap[upper] = other;
    this.#heap[lower] = one;
    return true;
  }
}

function isBefore(one: Wake | undefined, other: Wake | undefined): boolean {
  if (!one || !other) return one !== undefined;
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}
