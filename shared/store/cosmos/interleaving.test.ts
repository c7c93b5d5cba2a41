import fc from 'fast-check';
import { expect, it } from 'vitest';
import { intercepted } from '../testing/interceptedDocuments.ts';
import { memoryDocuments } from '../testing/memoryDocuments.ts';
import { sampleCommit, sampleEffects, sampleRow, start } from '../testing/samples.ts';
import type { CaseStore } from '../types.ts';
import type { Commit } from '../stream.ts';
import type { Documents } from './documents.ts';
import { cosmosStore } from './store.ts';

class Crash extends Error {}

/** A process that makes its commits one after the other, each bringing the case's wake to the next instant. */
interface Writer {
  readonly kind: 'writer';
  readonly wakes: readonly (number | null)[];
  /** Dies ahead of this request, if it gets that far. */
  readonly diesAt: number | null;
}
/** Rebuilds the case from its stream, as the sweep and the rebuilding of the projections do. */
interface Repairer {
  readonly kind: 'repairer';
  readonly diesAt: number | null;
}
type Actor = Writer | Repairer;

/** Before any guard, where the tests start, and after. */
const wake = fc.constantFrom(null, start - 5, start + 10, start + 20, start + 90_000, start + 200_000);
const diesAt = fc.option(fc.nat({ max: 20 }));
const actor: fc.Arbitrary<Actor> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('writer' as const),
      wakes: fc.array(wake, { minLength: 1, maxLength: 3 }),
      diesAt,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('repairer' as const), diesAt }) },
);

/** The wake instant after a commit is written in its event, as a real fold would find it in its data. */
const wakeOf = (commit: Commit | undefined): number | null => {
  const event = commit?.events[0];
  return event?.type === 'engineer.contacted' && event.data.message
    ? (JSON.parse(event.data.message) as number | null)
    : null;
};

async function write(store: CaseStore, { wakes }: Writer): Promise<void> {
  for (const next of wakes) {
    for (;;) {
      const { commits } = await store.load('x', 1);
      const commit = sampleCommit('x', commits.length, JSON.stringify(next));
      const effects = sampleEffects(commit, wakeOf(commits.at(-1)), next);
      if ((await store.append(commit, effects)) === 'appended') break;
    }
  }
}

async function repair(store: CaseStore): Promise<void> {
  const { commits } = await store.load('x', 1);
  if (commits.length === 0) return store.deleteWake('x');
  await store.repairWake('x', commits.length - 1, wakeOf(commits.at(-1)), null);
  await store.repairRow(sampleRow('x', { commit: commits.length - 1 }));
}

/** Fails when a row is replaced by one that has seen less. */
function watched(documents: Documents): Documents {
  const seen = new Map<string, number>();
  const check = (container: string, document: object): void => {
    if (container !== 'wakes' && container !== 'cases') return;
    const commit = 'commit' in document ? Number(document.commit) : Number.NaN;
    expect(commit).toBeGreaterThanOrEqual(seen.get(container) ?? -1);
    seen.set(container, commit);
  };
  return {
    ...documents,
    async create(address, document) {
      const etag = await documents.create(address, document);
      if (etag !== undefined) check(address.container, document);
      return etag;
    },
    async replace(address, document, etag) {
      const written = await documents.replace(address, document, etag);
      if (written !== undefined) check(address.container, document);
      return written;
    },
  };
}

async function run(actors: readonly Actor[], scheduler: fc.Scheduler): Promise<Documents> {
  const documents = memoryDocuments();
  const shared = watched(documents);
  const runs = actors.map(async (actor, index) => {
    let requests = 0;
    const mine = intercepted(shared, async ({ operation, container }) => {
      await scheduler.schedule(Promise.resolve(), `${index}: ${operation} ${container}`);
      if (actor.diesAt !== null && requests++ >= actor.diesAt) throw new Crash();
    });
    const store = cosmosStore(mine, { onLeftToSweep: () => undefined });
    await (actor.kind === 'writer' ? write(store, actor) : repair(store)).catch((error: unknown) => {
      if (!(error instanceof Crash)) throw error;
    });
  });
  await scheduler.waitFor(Promise.all(runs));
  return documents;
}

it('leaves a wake row that is due in time, and never less than was known, in whatever order requests are done', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(actor, { minLength: 1, maxLength: 4 }),
      fc.scheduler(),
      async (actors, scheduler) => {
        const store = cosmosStore(await run(actors, scheduler));
        const { commits } = await store.load('x', 1);
        const row = await store.getWake('x');
        const last = commits.at(-1);
        const due = wakeOf(last);
        if (!last) return;
        const { guardAt } = sampleEffects(last);
        if (due !== null) {
          expect(row?.wakeAt ?? Infinity).toBeLessThanOrEqual(Math.max(due, guardAt));
          expect(row?.retryAt).toBeNull();
        }
        // A writer that was beaten to its number may have left its guard behind, which is never later.
        if (actors.every((each) => each.diesAt === null) && row?.wakeAt !== due) {
          expect(row?.wakeAt).toBeLessThanOrEqual(guardAt);
        }
      },
    ),
    { numRuns: 1500 },
  );
});

it('has the true wake instant once a lone writer is through', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(wake, { minLength: 1, maxLength: 5 }),
      fc.scheduler(),
      async (wakes, scheduler) => {
        const documents = await run([{ kind: 'writer', wakes, diesAt: null }], scheduler);
        expect(await cosmosStore(documents).getWake('x')).toMatchObject({ wakeAt: wakes.at(-1) });
      },
    ),
    { numRuns: 100 },
  );
});

it('keeps the guard of a commit under way through a repair, until a sweep has looked after its instant', async () => {
  const documents = memoryDocuments();
  const store = cosmosStore(documents);
  const create = sampleCommit('x', 0);
  const { guardAt } = sampleEffects(create);
  await store.append(create, sampleEffects(create, null, start + 200_000));
  const dying = cosmosStore(
    intercepted(documents, async ({ operation, container }) => {
      if (operation === 'create' && container === 'streams') throw new Crash();
    }),
  );
  const forward = sampleCommit('x', 1);
  await expect(dying.append(forward, sampleEffects(forward, start + 200_000, start + 10))).rejects.toThrow(
    Crash,
  );

  await store.repairWake('x', 0, start + 200_000, null);
  expect(await store.getWake('x')).toMatchObject({ wakeAt: start + 10, commit: 0 });
  await store.noteAttempt('x', { at: guardAt - 1, failures: 0, retryAt: null });
  await store.repairWake('x', 0, start + 200_000, null);
  expect(await store.getWake('x')).toMatchObject({ wakeAt: start + 10 });
  await store.noteAttempt('x', { at: guardAt, failures: 0, retryAt: null });
  await store.repairWake('x', 0, start + 200_000, null);
  expect(await store.getWake('x')).toMatchObject({ wakeAt: start + 200_000, commit: 0 });
});

it('makes a case that was pushed back visible to the sweep again before its wake comes forward', async () => {
  const documents = memoryDocuments();
  const store = cosmosStore(documents);
  const create = sampleCommit('x', 0);
  await store.append(create, sampleEffects(create, null, start + 200_000));
  await store.noteAttempt('x', { at: start, failures: 5, retryAt: start + 900_000, error: 'no answer' });
  const dying = cosmosStore(
    intercepted(documents, async ({ container }) => {
      if (container === 'cases') throw new Crash();
    }),
    { onLeftToSweep: () => undefined },
  );
  const forward = sampleCommit('x', 1);
  await dying.append(forward, sampleEffects(forward, start + 200_000, start + 10));
  expect(await store.getWake('x')).toMatchObject({ wakeAt: start + 10, retryAt: null });
});

it('writes the list row that a dead writer has left behind before it moves the wake on', async () => {
  const documents = memoryDocuments();
  const store = cosmosStore(documents);
  const create = sampleCommit('x', 0);
  await store.append(create, sampleEffects(create, null, start + 10));
  const dying = cosmosStore(
    intercepted(documents, async ({ container }) => {
      if (container === 'cases') await new Promise(() => undefined);
    }),
  );
  const closing = sampleCommit('x', 1);
  void dying.append(closing, sampleEffects(closing, start + 10, start + 20, { status: 'closed' }));
  await new Promise(setImmediate);
  expect((await store.load('x', 1)).commits).toHaveLength(2);

  const next = sampleCommit('x', 2);
  const same = { ...sampleEffects(next, start + 20, null, { status: 'closed' }), rowSince: 1 };
  await store.append(next, same);
  expect(await store.getWake('x')).toMatchObject({ wakeAt: null });
  expect((await store.list({ now: start, top: 1 })).value).toMatchObject([{ status: 'closed' }]);
});
