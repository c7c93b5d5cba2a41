import type { Clock } from '../../clock.ts';
import type { Adversary } from './adversary.ts';

/** Which clock an instant is on: the product's, or the machine's. */
export type Which = 'product' | 'wall';

interface Timer {
  readonly on: Which;
  readonly at: number;
  readonly order: number;
  readonly isWanted: () => boolean;
  readonly run: () => void;
}

interface Gate {
  readonly isWanted: () => boolean;
  readonly open: () => void;
}

/** What `AbortSignal.timeout` gives as its reason. */
const timedOut = new DOMException('The operation was aborted due to timeout', 'TimeoutError');

/** How long an effect takes (ms) where nothing goes wrong. */
const effectTakes = 2;
/** The most steps a life may take. One that takes more is taken for endless. */
const mostSteps = 120_000;

/**
 * Time and order. Whoever is about to have an effect waits at a gate, and one gate is opened at a time; when nobody
 * waits at one, time goes on to the next timer. So the same choices give the same life.
 *
 * Both clocks go together, as on Azure, or (`apart`) the product's stands until it is moved, as on the local runtime.
 */
export class World {
  readonly now: { product: number; wall: number };
  readonly adversary: Adversary;
  readonly #apart: boolean;
  #timers: Timer[] = [];
  #gates: Gate[] = [];
  #underWay = 0;
  #order = 0;
  steps = 0;
  /** How often anybody has had an effect: what was read stays as it is as long as this does. */
  effects = 0;

  constructor(adversary: Adversary, product: number, { apart }: { readonly apart: boolean }) {
    this.adversary = adversary;
    this.#apart = apart;
    this.now = { product, wall: apart ? Date.UTC(2026, 0, 5) : product };
  }

  /** Runs once that clock has come so far, unless it is no longer wanted. */
  at(on: Which, at: number, run: () => void, isWanted: () => boolean = () => true): void {
    this.#order += 1;
    this.#timers.push({ on, at, order: this.#order, run, isWanted });
  }

  /** A clock that is off by so many ms. Who sleeps by it sleeps for good where it is no longer wanted. */
  clock(on: Which, off: number, isWanted: () => boolean): Clock {
    return {
      now: () => this.now[on] + off,
      sleepUntil: (instant) => {
        if (this.now[on] + off >= instant) return Promise.resolve();
        return new Promise((resolve) => this.at(on, Math.ceil(instant - off), resolve, isWanted));
      },
    };
  }

  /** Aborts after so many ms of the machine's time; never where that is no longer wanted. */
  timeout(ms: number, isWanted: () => boolean): AbortSignal {
    const controller = new AbortController();
    const abort = () => {
      controller.abort(timedOut);
    };
    this.at('wall', this.now.wall + ms, abort, isWanted);
    return controller.signal;
  }

  /** Resolves when it is this caller's turn; never where that is no longer wanted. */
  turn(isWanted: () => boolean): Promise<void> {
    return new Promise((open) => this.#gates.push({ isWanted, open }));
  }

  /** Nobody else gets a turn until this is done. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    this.#underWay += 1;
    this.effects += 1;
    try {
      return await work();
    } finally {
      this.#underWay -= 1;
    }
  }

  /** Lives until nothing is left to do. `between` is asked, whenever nobody is at work, for the next sweep (ms). */
  async run(
    between: () => Promise<{ readonly at: number; readonly run: () => void } | undefined>,
  ): Promise<void> {
    for (;;) {
      await this.#settled();
      this.steps += 1;
      if (this.steps > mostSteps) throw new Error('the life does not come to an end');
      this.#gates = this.#gates.filter(({ isWanted }) => isWanted());
      if (this.#gates.length > 0) {
        const [gate] = this.#gates.splice(this.adversary.first(this.#gates.length), 1);
        gate?.open();
        this.#goOn('wall', this.now.wall + effectTakes);
        this.#runDue();
        continue;
      }
      const sweep = await between();
      const timer = this.#next();
      if (!timer && !sweep) return;
      const isSweep = sweep && (!timer || (timer.on === 'product' && sweep.at <= timer.at));
      if (isSweep) this.#goOn('product', sweep.at);
      else if (timer) this.#goOn(timer.on, timer.at);
      this.#runDue();
      // What falls on the same instant meets.
      if (sweep && sweep.at <= this.now.product) sweep.run();
    }
  }

  #runDue(): void {
    for (let timer = this.#next(); timer && timer.at <= this.now[timer.on]; timer = this.#next()) {
      this.#timers.splice(this.#timers.indexOf(timer), 1);
      timer.run();
    }
  }

  #next(): Timer | undefined {
    this.#timers = this.#timers.filter(({ isWanted }) => isWanted());
    // Where they go together one clock tells when the other's timers are due. Apart, the machine's goes by itself.
    const left = (timer: Timer) =>
      this.#apart && timer.on === 'product'
        ? Number.MAX_SAFE_INTEGER / 2 + timer.at
        : timer.at - this.now[timer.on];
    let next: Timer | undefined;
    for (const timer of this.#timers) {
      if (!next || left(timer) < left(next) || (left(timer) === left(next) && timer.order < next.order))
        next = timer;
    }
    return next;
  }

  #goOn(on: Which, to: number): void {
    const passed = Math.max(0, to - this.now[on]);
    if (!this.#apart) {
      this.now.product += passed;
      this.now.wall += passed;
    } else if (on === 'wall') this.now.wall += passed;
    else {
      this.now.product += passed;
      // Whatever it does on the way takes a little while.
      this.now.wall += Math.min(passed, 20_000);
    }
  }

  /** Nobody can go on who need not wait for a gate or a timer, also who only gave others their turn. */
  async #settled(): Promise<void> {
    for (let quiet = 0; quiet < 2; quiet += 1) {
      await turn();
      if (this.#underWay > 0) quiet = -1;
    }
    for (let more = 0; more < 2 && this.#gates.length === 0; more += 1) await turn();
  }
}

/** All that is ready has run, also what gives others their turn. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
