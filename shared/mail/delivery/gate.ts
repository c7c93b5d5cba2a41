import { parameters } from './parameters.ts';

/** What a process knows of its sending, for operations. Instants are ms of the product's clock. */
export interface GateState {
  /** Since the first failure in a row, where so many have followed that nobody tries for a while. */
  readonly failingSince?: number;
  readonly lastError?: string;
}

/** A slot for one attempt at sending, to be given back whatever becomes of it. */
export interface Pass {
  leave(now: number, result?: Result): void;
}

/** `answered`: the service gave a proper answer, also one that turns the mail down. */
export interface Result {
  readonly answered: boolean;
  readonly reason?: string;
  /** Milliseconds the service asked everybody to wait. */
  readonly retryAfter?: number | undefined;
}

/**
 * Who may send now, in one process: so many at once, and nobody for a while after so many failures in a row, or
 * where the service asks for it; then one to see whether it answers again. Those who may not are told when to come
 * again, one after the other. Nothing here is stored: another process finds out by itself.
 *
 * All instants are ms of the product's clock, as those of `retryAt` are.
 */
export class MailGate {
  #taken = 0;
  #failures = 0;
  #pause: number = parameters.pause;
  /** Nobody sends until then. */
  #closed: { readonly from: number; readonly until: number } | undefined;
  #failingSince: number | undefined;
  #lastError: string | undefined;
  #lastTurn = 0;

  /** A pass, or the instant at which to come again. `random` from 0 to 1. */
  enter(now: number, random: number): Pass | number {
    const closed = this.#closed;
    // A clock that was set back must not close it for longer than was meant.
    if (closed && now < closed.until && now >= closed.from) return this.#turn(closed.until, now, random);
    // The first after a pause goes alone.
    const slots = closed ? 1 : parameters.slots;
    if (this.#taken >= slots) return this.#turn(now + parameters.firstTurn, now, random);
    this.#taken += 1;
    let isBack = false;
    return {
      leave: (at, result) => {
        if (isBack) return;
        isBack = true;
        this.#taken -= 1;
        if (result) this.#learn(at, result);
      },
    };
  }

  get state(): GateState {
    return {
      ...(this.#closed && this.#failingSince !== undefined ? { failingSince: this.#failingSince } : {}),
      ...(this.#lastError === undefined ? {} : { lastError: this.#lastError }),
    };
  }

  #learn(now: number, { answered, reason, retryAfter }: Result): void {
    if (answered) {
      this.#failures = 0;
      this.#pause = parameters.pause;
      this.#closed = undefined;
      this.#failingSince = undefined;
      this.#lastError = undefined;
      return;
    }
    this.#failures += 1;
    this.#failingSince ??= now;
    this.#lastError = reason;
    const isProbe = this.#closed !== undefined && now >= this.#closed.until;
    if (retryAfter === undefined && !isProbe && this.#failures !== parameters.failuresToOpen) return;
    if (isProbe) this.#pause = Math.min(2 * this.#pause, parameters.longestPause);
    const pause = Math.min(Math.max(this.#pause, retryAfter ?? 0), parameters.longestPause);
    this.#closed = { from: now, until: now + pause };
  }

  /** One after the other from `first` on; who comes after very many comes by chance. */
  #turn(first: number, now: number, random: number): number {
    const { turn, longestTurn } = parameters;
    // Set back, too.
    if (this.#lastTurn > now + parameters.longestPause + longestTurn) this.#lastTurn = 0;
    this.#lastTurn = Math.max(first, this.#lastTurn + turn);
    if (this.#lastTurn <= first + longestTurn) return this.#lastTurn;
    this.#lastTurn = first + longestTurn;
    return Math.round(first + (longestTurn * (1 + random)) / 2);
  }
}
