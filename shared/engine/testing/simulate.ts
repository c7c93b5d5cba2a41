import { Adversary } from './adversary.ts';
import { Choices } from './choices.ts';
import { broken } from './invariants.ts';
import { live } from './life.ts';
import { drawPlan, type Plan } from './plan.ts';

/** A life and what did not hold after it. */
export interface Outcome {
  readonly plan: Plan;
  /** By which it can be lived again. */
  readonly choices: readonly number[];
  /** What went wrong, in order. */
  readonly faults: readonly string[];
  readonly broken: readonly string[];
  readonly steps: number;
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
  const adversary = new Adversary(choices);
  const outcome = (what: readonly string[], steps: number): Outcome => {
    return { plan, choices: choices.recorded, faults: adversary.done, broken: what, steps };
  };
  try {
    const lived = await live(plan, adversary);
    const what = await broken(lived);
    await lived.store.close();
    return outcome(what, lived.steps);
  } catch (error) {
    return outcome([error instanceof Error ? (error.stack ?? error.message) : String(error)], 0);
  }
}
