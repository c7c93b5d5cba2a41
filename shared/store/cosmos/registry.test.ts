import fc from 'fast-check';
import { expect, it } from 'vitest';
import { contentEtag } from '../etag.ts';
import { intercepted } from '../testing/interceptedDocuments.ts';
import { memoryDocuments } from '../testing/memoryDocuments.ts';
import type { PutOutcome } from '../smallDocuments.ts';
import type { Documents } from './documents.ts';
import { OutcomeUnknown } from './errors.ts';
import { registry } from './registry.ts';

class Crash extends Error {}

/** A process that puts one entry. */
interface Writer {
  /** `read`: the etag of what it finds first. */
  readonly ifMatch: 'read' | null | undefined;
  /** Few, so that several write the same. */
  readonly body: number;
  /** Whether the answer of its first write is lost, and if so what becomes of the write. */
  readonly lost: 'done' | 'notDone' | 'doneLater' | undefined;
  /** Dies ahead of this request, if it gets that far. */
  readonly diesAt: number | null;
}

/** A write that took effect. */
interface Effect {
  readonly writer: number;
  readonly operation: 'create' | 'replace';
  readonly etag: string;
}

const writer: fc.Arbitrary<Writer> = fc.record({
  ifMatch: fc.constantFrom('read', null, undefined),
  body: fc.nat({ max: 2 }),
  lost: fc.constantFrom('done', 'notDone', 'doneLater', undefined, undefined),
  diesAt: fc.option(fc.nat({ max: 4 }), { freq: 3 }),
});

/** Runs the writers of one entry; answers what took effect, in order, and what each was answered. */
async function run(writers: readonly Writer[], scheduler: fc.Scheduler) {
  const documents = memoryDocuments();
  const effects: Effect[] = [];
  const answers: (PutOutcome | undefined)[] = [];
  const expected: (string | null | undefined)[] = [];
  const later: Promise<unknown>[] = [];

  const runs = writers.map(async ({ ifMatch, body, lost, diesAt }, index) => {
    let requests = 0;
    let writes = 0;
    const noting = async (operation: Effect['operation'], request: () => Promise<string | undefined>) => {
      const write = async () => {
        const version = await request();
        if (version !== undefined) effects.push({ writer: index, operation, etag: contentEtag(body) });
        return version;
      };
      if (++writes > 1 || !lost) return write();
      if (lost === 'done') await write();
      if (lost === 'doneLater') {
        later.push(scheduler.schedule(Promise.resolve(), `${index}: late ${operation}`).then(write));
      }
      throw new OutcomeUnknown('lost');
    };
    const losing: Documents = {
      ...documents,
      create: (address, document) => noting('create', () => documents.create(address, document)),
      replace: (address, document, etag) =>
        noting('replace', () => documents.replace(address, document, etag)),
    };
    const mine = intercepted(losing, async ({ operation }) => {
      await scheduler.schedule(Promise.resolve(), `${index}: ${operation}`);
      if (diesAt !== null && requests++ >= diesAt) throw new Crash();
    });
    const entries = registry(mine);
    try {
      const etag = ifMatch === 'read' ? ((await entries.get('incident', 'x'))?.etag ?? null) : ifMatch;
      expected[index] = etag;
      answers[index] = await entries.put('incident', 'x', body, etag);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    }
  });
  await scheduler.waitFor(Promise.all(runs).then(() => Promise.all(later)));
  return { effects, answers, expected };
}

it('answers what happened, in whatever order requests are done and whichever answers are lost', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(writer, { minLength: 1, maxLength: 4 }),
      fc.scheduler(),
      async (writers, scheduler) => {
        const { effects, answers, expected } = await run(writers, scheduler);
        expect(effects.slice(1).every(({ operation }) => operation === 'replace')).toBe(true);
        for (const [index, answer] of answers.entries()) {
          if (!answer) continue;
          const ifMatch = expected[index];
          const first = effects.findIndex((effect) => effect.writer === index);
          if (answer.outcome === 'conflict') {
            // A replacement whose answer was lost is not known again once another has taken its place.
            const forgotten =
              first >= 0 &&
              ifMatch !== null &&
              writers[index]?.lost !== undefined &&
              first < effects.length - 1;
            if (!forgotten) expect(first).toBe(-1);
            expect(ifMatch).not.toBeUndefined();
            continue;
          }
          expect(effects[first]?.etag).toBe(answer.etag);
          expect(answer.outcome).toBe(first === 0 ? 'created' : 'replaced');
          if (ifMatch !== undefined) expect(effects[first - 1]?.etag ?? null).toBe(ifMatch);
        }
        const someoneHadToSucceed = writers.some(({ diesAt }) => diesAt === null);
        if (someoneHadToSucceed) expect(effects[0]?.operation).toBe('create');
      },
    ),
    { numRuns: 3000 },
  );
});

it('knows its own create again when another has replaced it before the lost answer is looked into', async () => {
  const documents = memoryDocuments();
  const other = registry(documents);
  const mine = registry({
    ...documents,
    async create(address, document) {
      await documents.create(address, document);
      const found = await other.get('incident', 'x');
      await other.put('incident', 'x', 'replaced', found?.etag);
      throw new OutcomeUnknown('lost');
    },
  });
  expect(await mine.put('incident', 'x', 'created', null)).toMatchObject({ outcome: 'created' });
  expect(await other.get('incident', 'x')).toMatchObject({ body: 'replaced' });
});

it.each([
  [null, ['create']],
  [undefined, ['read', 'create']],
  ['etag', ['read', 'replace']],
] as const)('with ifMatch %j asks for no more than %j', async (ifMatch, requests) => {
  const documents = memoryDocuments();
  const stored =
    ifMatch === 'etag' ? await registry(documents).put('incident', 'x', 'stored') : { outcome: 'conflict' };
  const calls: string[] = [];
  const entries = registry(intercepted(documents, async ({ operation }) => void calls.push(operation)));
  await entries.put('incident', 'x', 'new', 'etag' in stored ? stored.etag : ifMatch);
  expect(calls).toEqual(requests);
});
