/** How many lines of one kind are written in a minute, and of how many kinds. */
const most = { lines: 10, kinds: 50 };
const minute = 60_000;

/**
 * Lets through what is said again and again a few times a minute, so that one fault that lasts leaves a log that can be
 * read, and a disk that is full is not asked for more. How many lines were left out is said once the minute is over
 * and something is said again.
 */
export class BoundedLog {
  readonly #write: (line: string) => void;
  readonly #now: () => number;
  #since = Number.NEGATIVE_INFINITY;
  readonly #lines = new Map<string, number>();

  /** `now`: real time in ms. */
  constructor(write: (line: string) => void, now: () => number) {
    this.#write = write;
    this.#now = now;
  }

  /** Writes the line, or whatever is given to be written instead, unless there were many of its kind. */
  tell(line: string, write: () => void = () => this.#write(line)): void {
    if (this.#now() - this.#since >= minute) this.#begin();
    const own = kindOf(line);
    const kind = this.#lines.has(own) || this.#lines.size < most.kinds ? own : 'of other kinds';
    const before = this.#lines.get(kind) ?? 0;
    this.#lines.set(kind, before + 1);
    if (before < most.lines) write();
  }

  #begin(): void {
    this.#since = this.#now();
    for (const [kind, lines] of this.#lines)
      if (lines > most.lines) this.#write(`${lines - most.lines} more lines were left out: ${kind}`);
    this.#lines.clear();
  }
}

/** What lines have in common that differ in ids and figures only. */
function kindOf(line: string): string {
  const [first = ''] = line.split('\n', 1);
  return first
    .slice(0, 500)
    .replace(/[\w.:-]*\d[\w.:-]*/g, '…')
    .slice(0, 200);
}
