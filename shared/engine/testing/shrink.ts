import { replay, type Outcome } from './simulate.ts';

/** How often a life is lived again at the most to make it smaller. */
const mostTries = 400;

/**
 * A smaller life that fails as well: without steps that it fails without, and with as little going wrong as it takes.
 * What fails may be something else in the end; it is broken all the same.
 */
export async function shrink(failing: Outcome): Promise<Outcome> {
  let smallest = failing;
  let tries = 0;
  const better = async (plan: Outcome['plan'], choices: readonly number[]): Promise<boolean> => {
    if (tries >= mostTries) return false;
    tries += 1;
    const outcome = await replay(plan, choices);
    if (outcome.broken.length === 0) return false;
    smallest = outcome;
    return true;
  };
  for (let before = ''; before !== sizeOf(smallest) && tries < mostTries;) {
    before = sizeOf(smallest);
    await inBlocks(
      () => smallest.plan.steps.length,
      (from, length) => {
        const steps = smallest.plan.steps.filter((_, index) => index < from || index >= from + length);
        return better({ ...smallest.plan, steps }, smallest.choices);
      },
    );
    await inBlocks(
      () => smallest.choices.length,
      async (from, length) => {
        const block = smallest.choices.slice(from, from + length);
        if (block.every((choice) => choice === 0)) return false;
        const choices = smallest.choices.map((choice, index) =>
          index >= from && index < from + length ? 0 : choice,
        );
        return better(smallest.plan, choices);
      },
    );
  }
  return smallest;
}

/** Tries to do without blocks, from halves down to single ones. */
async function inBlocks(
  count: () => number,
  without: (from: number, length: number) => Promise<boolean>,
): Promise<void> {
  for (let length = Math.ceil(count() / 2); length >= 1; length = Math.floor(length / 2)) {
    for (let from = 0; from < count();) {
      const before = count();
      const isGone = await without(from, length);
      if (!isGone || count() === before) from += length;
    }
  }
}

function sizeOf({ plan, choices }: Outcome): string {
  return `${plan.steps.length} ${choices.filter((choice) => choice !== 0).length}`;
}
