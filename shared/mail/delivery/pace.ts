import { parameters } from './parameters.ts';

/** At most so many mails begun within any span of so many ms. */
export interface Limit {
  readonly count: number;
  readonly span: number;
}

const minute = 60_000;

/**
 * How fast one process sends: within what the settings allow, and within what the mail service was seen to take. Where
 * it answers 429 nobody sends for as long as it asks, then fewer a minute than before, then slowly more again. Instants
 * are ms of the product's clock.
 */
export class Pace {
  readonly #limits: readonly Limit[];
  readonly #remembers: number;
  /** When mails were begun, ascending. */
  #begun: number[] = [];
  /** Mails a minute that the service is believed to take, as of then. */
  #learned: { count: number; at: number } | undefined;
  #silent: { readonly from: number; readonly until: number } | undefined;

  constructor(limits: readonly Limit[] = []) {
    this.#limits = limits.filter(({ count }) => count > 0);
    this.#remembers = Math.max(minute, ...this.#limits.map(({ span }) => span));
  }

  /** When a mail may begin before which `ahead` others go; not before `now`. */
  opensAt(now: number, ahead = 0): number {
    this.#forget(now);
    const first = Math.max(now, this.#silent?.until ?? now);
    const inForce = this.#learned
      ? [...this.#limits, { count: this.#learned.count, span: minute }]
      : this.#limits;
    return Math.max(first, ...inForce.map((limit) => opening(this.#begun, limit, first, ahead)));
  }

  begin(now: number): void {
    this.#begun.push(now);
  }

  /** It was not sent after all. */
  undo(begun: number): void {
    const at = this.#begun.lastIndexOf(begun);
    if (at >= 0) this.#begun.splice(at, 1);
  }

  /** The service took no more. Those that were under way together with the first teach nothing else. */
  throttled(now: number, retryAfter: number = parameters.pause): void {
    this.#forget(now);
    const until = now + Math.min(retryAfter, parameters.longestAsked);
    const isNews = this.#silent === undefined;
    this.#silent = { from: now, until: Math.max(until, this.#silent?.until ?? 0) };
    if (!isNews) return;
    const went = this.#begun.filter((at) => at > now - minute).length;
    const count = Math.min(went, this.#learned?.count ?? went);
    this.#learned = { count: Math.max(1, Math.floor(count * parameters.slower)), at: until };
  }

  /** What is long ago no longer counts, nor what a clock that was set back has not reached yet. */
  #forget(now: number): void {
    if (this.#silent && (now >= this.#silent.until || now < this.#silent.from)) this.#silent = undefined;
    const latest = this.#begun.at(-1) ?? 0;
    if (latest > now) this.#begun = this.#begun.filter((at) => at <= now);
    const kept = this.#begun.findIndex((at) => at > now - this.#remembers);
    if (kept !== 0) this.#begun.splice(0, kept < 0 ? this.#begun.length : kept);
    while (this.#learned && this.#learned.at + minute <= now) {
      const { count, at } = this.#learned;
      const more = Math.max(count + 1, Math.floor(count * parameters.faster));
      this.#learned = more > parameters.unhindered ? undefined : { count: more, at: at + minute };
    }
  }
}

/** When the limit lets one more begin, after so many others from `first` on. */
function opening(begun: readonly number[], { count, span }: Limit, first: number, ahead: number): number {
  // The mail that must have left the span by then: one of those that have begun, or of those ahead.
  const leaves = begun.length + ahead - count;
  const laps = Math.max(0, Math.floor((leaves - begun.length) / count) + 1);
  const at = begun[leaves - laps * count];
  return Math.max(first, at === undefined ? first : at + span) + laps * span;
}
