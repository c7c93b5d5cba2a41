/** How many requests the links of one case may make in a window (ms), and of how many cases that is remembered. */
const most = 30;
const window = 60_000;
const remembered = 10_000;

/** How often links are used, case by case, in one process. */
export class LinkPace {
  readonly #seen = new Map<string, { readonly since: number; readonly count: number }>();

  /** Whether another request is taken at `now` (ms). */
  take(caseId: string, now: number): boolean {
    const before = this.#seen.get(caseId);
    const isOver = !before || now - before.since >= window;
    const { since, count } = isOver ? { since: now, count: 0 } : before;
    this.#seen.delete(caseId);
    this.#seen.set(caseId, { since, count: Math.min(count + 1, most + 1) });
    const [oldest] = this.#seen.keys();
    if (this.#seen.size > remembered && oldest !== undefined) this.#seen.delete(oldest);
    return count < most;
  }
}
