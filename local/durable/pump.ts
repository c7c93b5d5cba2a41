import type { VirtualClock } from '../clock.ts';
import type { InFlight } from '../inFlight.ts';
import type { TaskHub } from './hub.ts';
import type { Lane, Runtime, Work } from './runtime.ts';

export interface PumpOptions {
  runtime: Runtime;
  hub: TaskHub;
  clock: VirtualClock;
  inFlight: InFlight;
  /** Whether requests are being served; what is new then makes room for them, and what has fallen due does not. */
  busy: () => boolean;
  onError: (error: unknown) => void;
}

/** Pieces at once of a lane, and of what is new while requests are served. */
const atMost = 16;
const newWhenBusy = 1;
/** Before the hub is asked again after an error, in ms. */
const pause = 1000;

/**
 * Drives a runtime: runs what is visible, several pieces at once, and waits for the next timer. Each lane has places
 * of its own, so that what falls due never stands behind what has only been started, and neither starves the other.
 */
export class Pump {
  readonly #options: PumpOptions;
  readonly #running: Record<Lane, number> = { begun: 0, new: 0 };
  #stopped = true;
  #scheduled = false;
  #timer: NodeJS.Timeout | undefined;
  #dirty = true;

  constructor(options: PumpOptions) {
    this.#options = options;
    options.hub.onCommit(() => this.wake());
    options.clock.onChange(() => this.wake());
  }

  start(): void {
    this.#stopped = false;
    this.wake();
  }

  /** Takes up nothing more; what runs is left to end. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** Looks for work soon. */
  wake(): void {
    this.#dirty = true;
    if (this.#scheduled || this.#stopped) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#launch();
    });
  }

  /** Whether all that is visible has been taken up. */
  get drained(): boolean {
    return !this.#scheduled && !this.#dirty;
  }

  #launch(): void {
    if (this.#stopped) return;
    const isDone = [
      this.#fill('begun', atMost),
      this.#fill('new', this.#options.busy() ? newWhenBusy : atMost),
    ];
    if (isDone.includes(false)) return;
    this.#dirty = false;
    this.#arm();
  }

  /** Takes up what there is room for. Answers whether that was all there is. */
  #fill(lane: Lane, most: number): boolean {
    const { runtime, inFlight } = this.#options;
    const room = most - Math.max(0, this.#running[lane] - inFlight.asleep);
    if (room <= 0) return false;
    const found = runtime.candidates(lane, room);
    for (const work of found) void this.#run(lane, work);
    return found.length < room;
  }

  async #run(lane: Lane, work: Work): Promise<void> {
    this.#running[lane]++;
    try {
      await this.#options.inFlight.run(() => this.#options.runtime.run(work));
    } catch (error) {
      this.#options.onError(error);
      // The hub refused: a full disk, say. It is asked again, but not at once.
      setTimeout(() => this.wake(), pause).unref();
    } finally {
      this.#running[lane]--;
    }
    this.wake();
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const next = this.#options.runtime.nextDueAt();
    const delay = next === undefined ? undefined : this.#options.clock.realDelay(next);
    if (delay !== undefined) this.#timer = setTimeout(() => this.wake(), delay);
  }
}
