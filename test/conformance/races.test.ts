/**
 * An event against the alarm of a case, at every place where the two can meet: whatever the order, a wake that was
 * brought forward is met at its instant. The product's own orchestrator on the local runtime's task hub, one step at a
 * time, in an order drawn from a seed.
 */
import { InvocationContext } from '@azure/functions';
import { describe, expect, test } from 'vitest';

import '../../functions/caseAlarm.orchestrator.ts';
import { VirtualClock } from '../../local/clock.ts';
import { EventType } from '../../local/durable/history.ts';
import { TaskHub } from '../../local/durable/hub.ts';
import { start } from '../../local/durable/instance.ts';
import { createRuntime } from '../../local/durable/runtime.ts';
import { registry } from '../../local/registry.ts';

const lives = Number(process.env['CONFORMANCE_RACES'] ?? 300);
const firstSeed = Number(process.env['CONFORMANCE_SEED'] ?? 1);

const hour = 3_600_000;
const day = 24 * hour;
/** By then everything is over: the last wake of a life, which nobody races against, is met. */
const lastWake = 16 * day;

/** A small seeded generator (mulberry32). */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

const orchestrator = async (name: string, binding: object) =>
  registry()
    .functions.get(name)
    ?.callback(binding, new InvocationContext({ functionName: name, logHandler: () => undefined }));

const nextRound = () => new Promise<void>((resolve) => setImmediate(resolve));

const firstInstant = Date.parse('2026-11-20T08:00:00Z');
const hub = new TaskHub(':memory:');
const clock = new VirtualClock(() => firstInstant, { now: firstInstant, speed: 0, real: firstInstant });
let ids = 0;

class Life {
  readonly below: (below: number) => number;
  readonly #id = `case${ids++}.0`;
  readonly #epoch = clock.now();
  readonly #runtime;
  readonly #ticks: (() => void)[] = [];
  #running = 0;
  /** What the store knows: wakes to come, and those that were met, each with the instant at which it was. */
  #wakes: number[];
  readonly met: { wake: number; at: number }[] = [];
  ticks = 0;

  constructor(seed: number, firstWake: number) {
    this.below = generator(seed);
    this.#wakes = [this.#epoch + firstWake, this.#epoch + lastWake];
    const activity = async () => {
      this.ticks += 1;
      const now = clock.now();
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
      clock,
      newId: () => `execution ${ids++}`,
      code: { orchestrator, activity },
    });
  }

  async begin(): Promise<void> {
    const input = JSON.stringify({ caseId: 'case' });
    await hub.write(() =>
      start(hub, { id: this.#id, name: 'caseAlarm', input, execution: `execution ${ids++}` }, this.#epoch),
    );
    await this.settle();
  }

  /** Whether a tick has read the store and not yet answered. */
  get ticking(): boolean {
    return this.#ticks.length > 0;
  }

  /** A commit that brings the wake forward to `ahead` from now, and its hint. */
  async reschedule(ahead: number): Promise<void> {
    this.#wakes.push(clock.now() + ahead);
    const hint = { EventType: EventType.EventRaised, Name: 'rescheduled', Input: 'null' };
    await hub.write(() => hub.sendArrival({ instance: this.#id, execution: null }, hint, clock.now()));
  }

  /** One thing that can happen now; false when there is none. */
  async step(): Promise<boolean> {
    const found = this.#runtime.candidates(8);
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
      clock.moveTo(Math.min(next, this.#epoch + instant));
      if (next >= this.#epoch + instant) return;
    }
  }

  async end(): Promise<void> {
    await this.passTo(lastWake);
    await this.settle();
    const { status } = hub.instance(this.#id) ?? {};
    expect(status).toBe('Completed');
    expect(this.#wakes).toEqual([]);
    expect(this.met.filter(({ wake, at }) => at !== wake)).toEqual([]);
  }
}

const begun = async (seed: number, firstWake: number): Promise<Life> => {
  const life = new Life(seed, firstWake);
  await life.begin();
  return life;
};

/** Each life: how it comes to the race, and the event at a place drawn from its seed. */
const races: Record<string, (seed: number) => Promise<Life>> = {
  async 'around the timer'(seed) {
    const life = await begun(seed, hour);
    await life.passTo(hour + life.below(3) - 1);
    await life.steps(life.below(4));
    await life.reschedule(hour);
    return life;
  },
  async 'around the tick'(seed) {
    const life = await begun(seed, hour);
    await life.passTo(hour);
    while (!life.ticking) await life.step();
    await life.reschedule(hour);
    await life.steps(life.below(4));
    await life.reschedule(hour / 2);
    return life;
  },
  async 'around continueAsNew'(seed) {
    const life = await begun(seed, hour);
    await life.reschedule(2 * hour);
    await life.passTo(hour);
    for (let hint = 0; hint < 4; hint += 1) {
      await life.steps(life.below(5));
      await life.reschedule(hour - hint);
    }
    return life;
  },
  async 'in the eighth round'(seed) {
    const life = await begun(seed, 5 * hour);
    for (let round = 1; round < 7; round += 1) {
      await life.reschedule(4 * hour - round);
      await life.settle();
    }
    for (let hint = 0; hint < 4; hint += 1) {
      await life.reschedule(3 * hour - hint);
      await life.steps(life.below(6));
    }
    return life;
  },
  async 'after a cancelled alarm of nine days'(seed) {
    const life = await begun(seed, 9 * day);
    const at = [1 * day, 3.5 * day, 5.5 * day][life.below(3)] ?? day;
    await life.passTo(at);
    await life.steps(life.below(3));
    await life.reschedule(9 * day);
    await life.steps(life.below(5));
    await life.reschedule(hour);
    await life.passTo(at + hour + life.below(3) - 1);
    await life.steps(life.below(4));
    await life.reschedule(3 * hour);
    return life;
  },
};

describe.each(Object.entries(races))('an event %s', (_name, race) => {
  test(`loses no wake in ${Math.ceil(lives / 5)} lives from seed ${firstSeed}`, async () => {
    for (let seed = firstSeed; seed < firstSeed + lives / 5; seed += 1) {
      try {
        await (await race(seed)).end();
      } catch (cause) {
        throw new Error(`Seed ${seed}: CONFORMANCE_SEED=${seed} CONFORMANCE_RACES=1 repeats it.`, { cause });
      }
    }
  });
});
