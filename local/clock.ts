import type { Clock } from '../shared/clock.ts';

/** A clock's state as it is kept: at real time `real` it showed `now` and ran at `speed`. Milliseconds. */
export interface KeptClock {
  now: number;
  speed: number;
  real: number;
}

/** The last instant that the clock shows: `POST /api/deadlines` takes no later start either. */
export const lastInstant = Date.UTC(2101, 0, 1);

/** The fastest that the clock runs. */
export const fastest = 1_000_000;

/** Why a clock cannot be set to this state; undefined where it can. */
export function clockFault({ now, speed, real }: KeptClock): string | undefined {
  if (!Number.isFinite(now) || !Number.isFinite(real)) return 'It shows no instant.';
  if (now < 0 || now > lastInstant) return 'It shows an instant before 1970 or after 2100.';
  if (!(speed >= 0 && speed <= fastest)) return `Its speed is not between 0 and ${fastest}.`;
  return undefined;
}

const longestTimeout = 2_147_483_647;

/**
 * A clock that can stand still, run faster than real time, and be moved forward. It never goes backwards.
 * Speed 1 without a move is the machine's own time.
 */
export class VirtualClock implements Clock {
  #base: KeptClock;
  #latest = -Infinity;
  #sleepers: { instant: number; wake: () => void }[] = [];
  #timer: NodeJS.Timeout | undefined;
  readonly #real: () => number;
  readonly #listeners = new Set<() => void>();

  constructor(real: () => number, kept?: KeptClock) {
    this.#real = real;
    const start = real();
    this.#base = kept ?? { now: start, speed: 1, real: start };
  }

  now(): number {
    const elapsed = (this.#real() - this.#base.real) * this.#base.speed;
    this.#latest = Math.max(this.#latest, Math.min(Math.floor(this.#base.now + elapsed), lastInstant));
    return this.#latest;
  }

  get speed(): number {
    return this.#base.speed;
  }

  sleepUntil(instant: number): Promise<void> {
    if (instant <= this.now()) return Promise.resolve();
    return new Promise((wake) => {
      this.#sleepers.push({ instant, wake });
      this.#arm();
    });
  }

  /** The earliest instant that somebody sleeps until. */
  nextSleeper(): number | undefined {
    return this.#sleepers.length === 0 ? undefined : Math.min(...this.#sleepers.map((each) => each.instant));
  }

  /** Moves the clock forward and wakes who slept until then. An instant already past leaves it as it is. */
  moveTo(instant: number): void {
    this.#change({ now: Math.max(instant, this.now()), speed: this.#base.speed, real: this.#real() });
  }

  /** Virtual milliseconds per real millisecond; 0 stands still. */
  setSpeed(speed: number): void {
    this.#change({ now: this.now(), speed, real: this.#real() });
  }

  /** How long in real time until `instant`, for a timer; undefined while the clock stands still. */
  realDelay(instant: number): number | undefined {
    const wait = instant - this.now();
    if (wait <= 0) return 0;
    return this.speed === 0 ? undefined : Math.min(Math.ceil(wait / this.speed), longestTimeout);
  }

  /** Calls `listener` after each move or change of speed, until the returned function is called. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What to keep so that a restart goes on from here. */
  kept(): KeptClock {
    return this.#base;
  }

  /** Stops waiting: sleepers are never woken again. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#sleepers = [];
    this.#listeners.clear();
  }

  #change(base: KeptClock): void {
    this.#base = base;
    this.#arm();
    for (const listener of this.#listeners) listener();
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const now = this.now();
    const due = this.#sleepers.filter((each) => each.instant <= now);
    if (due.length > 0) this.#sleepers = this.#sleepers.filter((each) => each.instant > now);
    for (const each of due.sort((a, b) => a.instant - b.instant)) each.wake();
    const next = this.nextSleeper();
    const delay = next === undefined ? undefined : this.realDelay(next);
    if (delay !== undefined) this.#timer = setTimeout(() => this.#arm(), delay);
  }
}
