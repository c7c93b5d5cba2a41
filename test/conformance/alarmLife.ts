/** The product's own orchestrator on the local runtime's task hub, one step at a time, in an order drawn from a seed. */
import { InvocationContext } from '@azure/functions';
import { expect } from 'vitest';

import '../../functions/caseAlarm.orchestrator.ts';
import { VirtualClock } from '../../local/clock.ts';
import { EventType } from '../../local/durable/history.ts';
import { TaskHub } from '../../local/durable/hub.ts';
import { start } from '../../local/durable/instance.ts';
import { createRuntime } from '../../local/durable/runtime.ts';
import { registry } from '../../local/registry.ts';
import { generator } from '../support/generator.ts';

export const hour = 3_600_000;
export const day = 24 * hour;
/** By then everything is over: the last wake of a life, which nobody races against, is met. */
const lastWake = 16 * day;

const orchestrator = async (name: string, binding: object) =>
  registry()
    .functions.get(name)
    ?.callback(binding, new InvocationContext({ functionName: name, logHandler: () => undefined }));

const nextRound = () => new Promise<void>((resolve) => setImmediate(resolve));

const firstInstant = Date.parse('2026-11-20T08:00:00Z');
const hub = new TaskHub(':memory:');
let ids = 0;

/** The life of one alarm, over a store that knows nothing but wakes. */
export class AlarmLife {
  readonly below: (below: number) => number;
  readonly #id = `case${ids++}.0`;
  /** Its own: one clock for all of them would come to the last instant that it shows. */
  readonly #clock = new VirtualClock(() => firstInstant, { now: firstInstant, speed: 0, real: firstInstant });
  readonly #epoch = this.#clock.now();
  readonly #runtime;
  readonly #ticks: (() => void)[] = [];
  #running = 0;
  /** What the store knows: wakes to come, and those that were met, each with the instant at which it was. */
  #wakes: number[];
  readonly met: { wake: number; at: number }[] = [];
  ticks = 0;

  constructor(seed: number, firstWake: number) {
    const next = generator(seed);
    this.below = (below) => Math.floor(next() * below);
    this.#wakes = [this.#epoch + firstWake, this.#epoch + lastWake];
    const activity = async () => {
      this.ticks += 1;
      const now = this.#clock.now();
      this.met.push(...this.#wakes.filter((wake) => wake <= now).map((wake) => ({ wake, at: now })));
      this.#wakes = this.#wakes.filter((wake) => wake > now);
      const next = Math.min(...this.#wakes);
      // What was read is answered later: an event may come between.
      await new Promise<void>((answer) => this.#ticks.push(answer));
      return {
        wakeAt: next === Infinity ? null : new Date(next).toISOString(),
        summary: { ticks: this.ticks },
      };
    };
    this.#runtime = createRuntime({
      hub,
      clock: this.#clock,
      newId: () => `execution ${ids++}`,
      code: { orchestrator: (_, binding) => orchestrator(this.runs, binding), activity },
    });
  }

  /** The orchestrator that runs it: another release's where one is registered by another name. */
  runs = 'caseAlarm';

  /** Begun and settled, with its first wake `firstWake` from now. */
  static async begun(seed: number, firstWake: number, runs = 'caseAlarm'): Promise<AlarmLife> {
    const life = new AlarmLife(seed, firstWake);
    life.runs = runs;
    const input = JSON.stringify({ caseId: 'case' });
    const instance = { id: life.#id, name: 'caseAlarm', input, execution: `execution ${ids++}` };
    await hub.write(() => start(hub, instance, life.#epoch));
    await life.settle();
    return life;
  }

  /** Whether a tick has read the store and not yet answered. */
  get ticking(): boolean {
    return this.#ticks.length > 0;
  }

  /** A commit that brings the wake forward to `ahead` from now, and its hint, which may tell the wake or not. */
  async reschedule(ahead: number, tells = this.below(3) > 0): Promise<void> {
    await this.tell(this.commit(ahead), tells);
  }

  /** A commit that brings the wake forward. Answers the wake. */
  commit(ahead: number): number {
    const wake = this.#clock.now() + ahead;
    this.#wakes.push(wake);
    return wake;
  }

  async tell(wake: number | null, tells = true): Promise<void> {
    const wakeAt = wake === null ? null : new Date(wake).toISOString();
    const hint = {
      EventType: EventType.EventRaised,
      Name: 'rescheduled',
      Input: JSON.stringify(tells ? { wakeAt } : null),
    };
    await hub.write(() => hub.sendArrival({ instance: this.#id, execution: null }, hint, this.#clock.now()));
  }

  /** Nothing is pending any more. */
  async close(): Promise<void> {
    this.#wakes = [];
    await this.tell(null);
    await this.settle();
  }

  get status(): string | undefined {
    return hub.instance(this.#id)?.status;
  }

  get customStatus(): unknown {
    return JSON.parse(hub.instance(this.#id)?.customStatus ?? 'null') as unknown;
  }

  /** One thing that can happen now; false when there is none. */
  async step(): Promise<boolean> {
    const found = [...this.#runtime.candidates('begun', 8), ...this.#runtime.candidates('new', 8)];
    const choices = found.length + this.#ticks.length;
    if (choices === 0 && this.#running === 0) return false;
    const choice = this.below(Math.max(choices, 1));
    const work = found[choice];
    if (work) {
      this.#running += 1;
      void this.#runtime.run(work).finally(() => (this.#running -= 1));
    } else {
      this.#ticks.splice(choice - found.length, 1)[0]?.();
    }
    await nextRound();
    return true;
  }

  async steps(count: number): Promise<void> {
    for (let left = count; left > 0; left -= 1) await this.step();
  }

  async settle(): Promise<void> {
    while (await this.step());
  }

  /** From one due instant to the next, up to `instant`, without letting what falls due there run. */
  async passTo(instant: number): Promise<void> {
    for (;;) {
      await this.settle();
      const next = this.#runtime.nextDueAt() ?? Infinity;
      this.#clock.moveTo(Math.min(next, this.#epoch + instant));
      if (next >= this.#epoch + instant) return;
    }
  }

  async end(): Promise<void> {
    await this.passTo(lastWake);
    await this.settle();
    expect(this.status).toBe('Completed');
    expect(this.#wakes).toEqual([]);
    expect(this.met.filter(({ wake, at }) => at !== wake)).toEqual([]);
  }
}
