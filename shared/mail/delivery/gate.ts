import { Pace, type Limit } from './pace.ts';
import { parameters } from './parameters.ts';
import { Queue, type Asker } from './queue.ts';
import { byUrgency } from './urgency.ts';

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

/** Why there is no pass, and when to come again. Who wants a `slot` may also wait for one. */
export interface Turn {
  readonly at: number;
  readonly wants: 'slot' | 'pace' | 'service';
}

/** `answered`: the service gave a proper answer, also one that turns the mail down. */
export interface Result {
  readonly answered: boolean;
  readonly reason?: string;
  /** Milliseconds the service asked everybody to wait. */
  readonly retryAfter?: number | undefined;
  /** It is well, and takes no more for now. */
  readonly throttled?: boolean | undefined;
}

interface Waiter {
  readonly asker: Asker;
  readonly random: number;
  readonly take: (entered: Pass | Turn) => void;
}

/**
 * Who may send now, in one process: so many at once and so many in a while, and nobody for a while after so many
 * failures in a row, or where the service asks for it; then one to see whether it answers again. Those who may not are
 * told when to come again, one after the other. Nothing here is stored: another process finds out by itself.
 *
 * All instants are ms of the product's clock, as those of `retryAt` are.
 */
export class MailGate {
  readonly #pace: Pace;
  readonly #queue = new Queue();
  #waiters: Waiter[] = [];
  #taken = 0;
  #failures = 0;
  #pause: number = parameters.pause;
  /** Nobody sends until then. */
  #closed: { readonly from: number; readonly until: number } | undefined;
  #failingSince: number | undefined;
  #lastError: string | undefined;
  #lastTurn = 0;

  /** `limits`: what the settings allow; none: as fast as the service takes them. */
  constructor(limits: readonly Limit[] = []) {
    this.#pace = new Pace(limits);
  }

  /** A pass, or when to come again. `random` from 0 to 1. */
  enter(now: number, random: number, asker: Asker): Pass | Turn {
    this.#queue.came(asker.key);
    const closed = this.#closed;
    // A clock that was set back must not close it for longer than was meant.
    if (closed && now < closed.until && now >= closed.from)
      return { at: this.#turn(closed.until, now, random), wants: 'service' };
    if (this.#pace.opensAt(now, this.#queue.dueBefore(asker.urgency, now)) > now)
      return { at: this.#paced(now, random, asker), wants: 'pace' };
    // The first after a pause goes alone.
    const slots = closed ? 1 : parameters.slots;
    if (this.#taken >= slots)
      return { at: this.#turn(now + parameters.firstTurn, now, random), wants: 'slot' };
    return this.#pass(now);
  }

  /** As `enter`, once a slot is free; undefined where the signal aborts before. The most urgent get one first. */
  async wait(random: number, asker: Asker, signal: AbortSignal): Promise<Pass | Turn | undefined> {
    if (signal.aborted) return undefined;
    return new Promise((resolve) => {
      const waiter: Waiter = {
        asker,
        random,
        take: (entered) => {
          signal.removeEventListener('abort', stop);
          resolve(entered);
        },
      };
      const stop = () => {
        this.#waiters = this.#waiters.filter((one) => one !== waiter);
        resolve(undefined);
      };
      signal.addEventListener('abort', stop, { once: true });
      this.#waiters.push(waiter);
    });
  }

  get state(): GateState {
    return {
      ...(this.#closed && this.#failingSince !== undefined ? { failingSince: this.#failingSince } : {}),
      ...(this.#lastError === undefined ? {} : { lastError: this.#lastError }),
    };
  }

  #pass(now: number): Pass {
    this.#taken += 1;
    this.#pace.begin(now);
    let isBack = false;
    return {
      leave: (at, result) => {
        if (isBack) return;
        isBack = true;
        this.#taken -= 1;
        if (result) this.#learn(at, result);
        else this.#pace.undo(now);
        this.#letIn(at);
      },
    };
  }

  /** Those who wait take what is free, or are told why they cannot. */
  #letIn(now: number): void {
    this.#waiters.sort((one, other) => byUrgency(one.asker.urgency, other.asker.urgency));
    for (;;) {
      const [waiter] = this.#waiters;
      if (!waiter) return;
      const entered = this.enter(now, waiter.random, waiter.asker);
      if ('wants' in entered && entered.wants === 'slot') return;
      this.#waiters.shift();
      waiter.take(entered);
    }
  }

  #learn(now: number, { answered, reason, retryAfter, throttled }: Result): void {
    if (answered) {
      this.#failures = 0;
      this.#pause = parameters.pause;
      this.#closed = undefined;
      this.#failingSince = undefined;
      this.#lastError = throttled ? reason : undefined;
      if (throttled) this.#pace.throttled(now, retryAfter);
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

  /** When the pace lets this one go, after those that wait already; who would wait very long comes by chance before. */
  #paced(now: number, random: number, asker: Asker): number {
    const { longestPaced } = parameters;
    const opens = this.#pace.opensAt(now, this.#queue.before(asker.urgency, now));
    const at = opens <= now + longestPaced ? opens : Math.round(now + longestPaced * (0.5 + random / 2));
    this.#queue.expect(asker, at);
    return at;
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
