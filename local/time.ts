import { Duration } from 'luxon';
import { fastest, lastInstant, type VirtualClock } from './clock.ts';
import type { TaskHub } from './durable/hub.ts';
import type { Pump } from './durable/pump.ts';
import type { Runtime } from './durable/runtime.ts';
import { problem } from './http/problem.ts';
import type { Gate } from './http/gate.ts';
import type { InFlight } from './inFlight.ts';
import type { Timers } from './timers.ts';

export const keptClock = 'clock';

export interface TimeOptions {
  clock: VirtualClock;
  hub: TaskHub;
  runtime: Runtime;
  pump: Pump;
  timers: Timers;
  inFlight: InFlight;
  /** Holds requests for functions back while time is being moved. */
  gate: Gate;
  /** Whether no mail is on its way. */
  mailSettled: () => boolean;
}

class Stopped extends Error {}

/** Moves the virtual clock and waits for what that sets off. Changes are made one after the other. */
export class Time {
  readonly #options: TimeOptions;
  #last: Promise<unknown> = Promise.resolve();
  #stopped = false;

  constructor(options: TimeOptions) {
    this.#options = options;
  }

  read(): Response {
    const { clock } = this.#options;
    return Response.json({ now: new Date(clock.now()).toISOString(), speed: clock.speed });
  }

  /** Answers `{ advance }`, `{ now }` or `{ speed }` when all that fell due by then has run. */
  async change(text: string): Promise<Response> {
    const body = readObject(text);
    const [name, ...others] = Object.keys(body ?? {});
    if (!body || name === undefined || others.length > 0) {
      return problem(400, 'Not a change of the clock', 'Give exactly one of advance, now and speed.');
    }
    const value = body[name];
    if (name === 'speed') {
      if (typeof value !== 'number' || !(value >= 0 && value <= fastest)) {
        return problem(400, 'Not a speed', `speed is a number from 0 (stands still) to ${fastest}.`);
      }
      return this.#next(() => this.#setSpeed(value));
    }
    if (name === 'advance') {
      const step = typeof value === 'string' ? milliseconds(value) : undefined;
      if (step === undefined)
        return problem(400, 'Not a duration', 'advance is an ISO 8601 duration up to weeks, such as PT4H.');
      return this.#next(() => {
        const target = this.#options.clock.now() + step;
        return isTooLate(target) ? Promise.resolve(tooLate()) : this.#moveTo(target);
      });
    }
    if (name !== 'now')
      return problem(400, 'Not a change of the clock', `There is no ${name}; give advance, now or speed.`);
    const instant = typeof value === 'string' ? readInstant(value) : undefined;
    if (instant === undefined)
      return problem(400, 'Not an instant', 'now is an ISO 8601 instant with its offset.');
    if (isTooLate(instant)) return tooLate();
    return this.#next(() => {
      if (instant < this.#options.clock.now()) {
        return Promise.resolve(
          problem(
            409,
            'The clock never goes backwards',
            `It shows ${new Date(this.#options.clock.now()).toISOString()}.`,
          ),
        );
      }
      return this.#moveTo(instant);
    });
  }

  /** Whoever moves the clock is told that it goes no further. */
  stop(): void {
    this.#stopped = true;
  }

  #next(change: () => Promise<Response>): Promise<Response> {
    const answer = this.#last.then(async () => {
      const open = this.#options.gate.close();
      try {
        return await change();
      } catch (error) {
        if (!(error instanceof Stopped)) throw error;
        return problem(503, 'Shutting down', 'What was due by now has run as far as it came.');
      } finally {
        open();
      }
    });
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  async #setSpeed(speed: number): Promise<Response> {
    const { clock, hub } = this.#options;
    clock.setSpeed(speed);
    await hub.write(() => hub.keep(keptClock, clock.kept()));
    // Where time runs on there is always something due: who waits for a pause may wait forever.
    if (speed === 0) await this.settle();
    return this.read();
  }

  /**
   * Goes from one due instant to the next up to `target`, in order, and lets everything run at each. A timer
   * trigger runs after the durable work of an instant, once for all its occurrences that were passed.
   */
  async #moveTo(target: number): Promise<Response> {
    const { clock, hub, runtime, timers } = this.#options;
    const speed = clock.speed;
    clock.setSpeed(0);
    const goOn = timers.pause();
    try {
      await this.settle();
      for (let reached = false; !reached;) {
        const due = Math.min(runtime.nextDueAt() ?? Infinity, clock.nextSleeper() ?? Infinity);
        reached = due >= target;
        clock.moveTo(Math.min(due, target));
        await hub.write(() => hub.keep(keptClock, { ...clock.kept(), speed }));
        await this.settle();
        const triggers = timers.runDue();
        await this.settle();
        // One that sleeps on the clock ends at a later jump.
        triggers.catch(() => undefined);
      }
    } finally {
      clock.setSpeed(speed);
      await hub.write(() => hub.keep(keptClock, clock.kept()));
      goOn();
    }
    return this.read();
  }

  /** Resolves when nothing is left to run now: no visible message, no invocation but sleeping ones, no mail. */
  async settle(): Promise<void> {
    const { pump, inFlight, mailSettled } = this.#options;
    for (let calm = 0; calm < 3;) {
      if (this.#stopped) throw new Stopped();
      await new Promise((resolve) => setImmediate(resolve));
      if (pump.drained && inFlight.quiet && mailSettled()) {
        calm++;
      } else {
        calm = 0;
        if (!inFlight.quiet) await new Promise((resolve) => setTimeout(resolve, 1));
      }
    }
  }
}

const isTooLate = (instant: number) => !(instant <= lastInstant);

const tooLate = () =>
  problem(
    400,
    'Too late for this clock',
    `It goes up to ${new Date(lastInstant).toISOString()}: ask for less.`,
  );

function readObject(text: string): Record<string, unknown> | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null && !Array.isArray(body)
      ? (body as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function milliseconds(text: string): number | undefined {
  const duration = Duration.fromISO(text);
  if (!duration.isValid || duration.years || duration.months) return undefined;
  const value = duration.toMillis();
  return value >= 0 ? Math.round(value) : undefined;
}

/** An ISO 8601 instant with its offset, in ms; undefined if it is none. */
export function readInstant(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text)) return undefined;
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? undefined : instant;
}
