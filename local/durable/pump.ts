import type { VirtualClock } from '../clock.ts';
import type { InFlight } from '../inFlight.ts';
import type { TaskHub } from './hub.ts';
import type { Runtime } from './runtime.ts';

export interface PumpOptions {
  runtime: Runtime;
  hub: TaskHub;
  clock: VirtualClock;
  inFlight: InFlight;
  /** Whether requests are being served; background work then makes room for them. */
  busy: () => boolean;
  onError: (error: unknown) => void;
}

const atMost = 16;
const atMostWhenBusy = 1;
/** Before the hub is asked again after an error, in ms. */
const pause = 1000;

/** Drives a runtime: runs what is visible, several pieces at once, and waits for the next timer. */
export class Pump {
  readonly #options: PumpOptions;
  #running = 0;
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
    const { runtime, busy, inFlight } = this.#options;
    const room = (busy() ? atMostWhenBusy : atMost) - Math.max(0, this.#running - inFlight.asleep);
    if (room <= 0) return;
    const found = runtime.candidates(room);
    for (const work of found) void this.#run(work);
    if (found.length === room) return;
    this.#dirty = false;
    this.#arm();
  }

  async #run(work: Parameters<Runtime['run']>[0]): Promise<void> {
    this.#running++;
    try {
      await this.#options.inFlight.run(() => this.#options.runtime.run(work));
    } catch (error) {
      this.#options.onError(error);
      // The hub refused: a full disk, say. It is asked again, but not at once.
      setTimeout(() => this.wake(), pause).unref();
    } finally {
      this.#running--;
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
