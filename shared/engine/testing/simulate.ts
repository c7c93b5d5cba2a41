import { Choices } from './choices.ts';
import { broken } from './invariants.ts';
import { live, type Lived } from './life.ts';
import { drawPlan, type Plan } from './plan.ts';

/** A life and what did not hold after it. */
export interface Outcome {
  readonly plan: Plan;
  /** By which it can be lived again. */
  readonly choices: readonly number[];
  readonly faults: readonly string[];
  readonly broken: readonly string[];
  readonly lived?: Lived;
}

/** The life of this seed. */
export function simulate(seed: number): Promise<Outcome> {
  return relive(drawPlan(seed), Choices.drawn(seed ^ 0xfa17));
}

/** A life by choices that were recorded. */
export function replay(plan: Plan, choices: readonly number[]): Promise<Outcome> {
  return relive(plan, Choices.replayed(choices));
}

async function relive(plan: Plan, choices: Choices): Promise<Outcome> {
  try {
    const lived = await live(plan, choices);
    const faults = lived.adversary.done;
    const outcome = { plan, choices: choices.recorded, faults, broken: await broken(lived), lived };
    await lived.store.close();
    return outcome;
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { plan, choices: choices.recorded, faults: [], broken: [message] };
  }
}
