import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { MailKind } from '../../shared/cases/index.ts';
import type { ruleIds } from '../../shared/policy/rules.ts';
import { World } from './world.ts';

export type RuleId = (typeof ruleIds)[number];

/** What cites rules: a case, by the events of its timeline, or the problem that a request was refused with. */
export type Proof = string | { readonly rules?: readonly string[] | undefined };

/** A case through HTTP that shows what rules do. */
export interface Scenario {
  readonly name: string;
  /** The rules that it proves. */
  readonly rules: readonly RuleId[];
  /** The kinds of mail of which it shows who gets them, and when. */
  readonly mails?: readonly MailKind[];
  /** Where the clock stands when it begins; scenarios of one theme follow each other in time. */
  readonly at: string;
  /** Plays it, asserts what the rules do, and answers what cites them. */
  readonly play: (world: World) => Promise<readonly Proof[]>;
}

/** Plays the scenarios of a theme in one product, and holds each to the rules and mails that it says it proves. */
export function playTheme(theme: string, scenarios: readonly Scenario[]): void {
  describe(theme, () => {
    let world: World;
    beforeAll(async () => {
      world = await World.start({ now: scenarios[0]?.at ?? '' });
    });
    afterAll(() => world.dispose());

    for (const { name, rules, mails = [], at, play } of scenarios) {
      test([name, ...rules].join(' | '), async () => {
        await world.client.advanceTo(at);
        const proofs = await play(world);
        const cited = await Promise.all(proofs.map((proof) => citedBy(world, proof)));
        expect(cited.flat()).toEqual(expect.arrayContaining([...rules]));
        const sent = await Promise.all(proofs.map((proof) => sentFor(world, proof)));
        expect(sent.flat()).toEqual(expect.arrayContaining([...mails]));
        // What is left open would go on being told to operations while the clock moves to the next scenario.
        for (const proof of proofs)
          if (typeof proof === 'string') await world.client.act(proof, { type: 'case.closed' });
      });
    }
  });
}

async function citedBy(world: World, proof: Proof): Promise<readonly string[]> {
  if (typeof proof !== 'string') return proof.rules ?? [];
  return (await world.client.timeline(proof)).flatMap(({ rules }) => rules);
}

async function sentFor(world: World, proof: Proof): Promise<readonly string[]> {
  if (typeof proof !== 'string') return [];
  return (await world.client.mail({ caseId: proof })).map(({ kind }) => kind);
}
