/** Sums are what the streams say, whoever brings them up to date, and whichever request of theirs is the last. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockKinds, plans, promiseOutcomes, severities, type Tally } from '../../cases/index.ts';
import { intercepted, isWrite } from '../testing/interceptedDocuments.ts';
import { memoryDocuments } from '../testing/memoryDocuments.ts';
import { sampleCommit, sampleEffects } from '../testing/samples.ts';
import type { CaseStore, CountQuery } from '../types.ts';
import type { Documents } from './documents.ts';
import { OutcomeUnknown } from './errors.ts';
import { cosmosStore } from './store.ts';
import { additionsOf, withAddition } from './tallyDocuments.ts';

class Crash extends Error {}

const cases = ['x', 'y', 'z'] as const;
const days = ['2026-10-31', '2026-11-01', '', '2026-11-20'] as const;
const outcomes = ['running', 'atRisk', 'breached', 'met'] as const;

/** What a case adds after a commit: a promise that goes from day to day, mails, and something that was late. */
function tallyAt(caseId: string, commit: number): Tally {
  const turn = commit + caseId.charCodeAt(0);
  const country = ['JP', 'DE', 'FR'][turn % 3] ?? '';
  const promise = `${days[turn % days.length]} p/initialResponse/A/standard/${country}/${outcomes[turn % 4]}`;
  const cells = {
    [promise]: 1,
    '2026-11-20 m/sent': 1 + (turn % 3),
    [`2026-11-21 w/${turn % 5}`]: 1,
  };
  return { sequence: commit + 1, cells, live: { promise } };
}

const open = (documents: Documents) => cosmosStore(documents, { countsKept: 0 });

async function commitsOf(store: CaseStore, caseId: string): Promise<number> {
  return (await store.load(caseId, 1)).commits.length;
}

async function write(store: CaseStore, caseId: string, times: number): Promise<void> {
  for (let done = 0; done < times;) {
    const commit = sampleCommit(caseId, await commitsOf(store, caseId));
    if ((await store.append(commit, sampleEffects(commit))) === 'appended') done += 1;
  }
}

async function tallyNow(store: CaseStore, caseId: string) {
  const commit = (await commitsOf(store, caseId)) - 1;
  return { caseId, commit, tally: tallyAt(caseId, commit) };
}

/** As the sweep does, so many commits at a time. */
async function catchUp(store: CaseStore, most = 2): Promise<void> {
  let from: string | undefined;
  for (;;) {
    const { caseIds, mark, more } = await store.behind(most, from);
    await store.repairTallies(await Promise.all(caseIds.map((caseId) => tallyNow(store, caseId))));
    await store.caughtUp(mark, []);
    if (!more) return;
    from = mark;
  }
}

async function rebuild(store: CaseStore): Promise<void> {
  await store.beginRecount();
  for await (const caseId of store.caseIds()) await store.repairTallies([await tallyNow(store, caseId)]);
  await store.endRecount();
}

const asked: readonly CountQuery[] = (['p', 'm', 'w'] as const).flatMap((of) => [
  { of },
  { of, by: 'day' as const },
  { of, by: 'month' as const },
  { of, from: '2026-11-01', to: '2026-11-30' },
  { of, from: '2026-11-05' },
]);

async function counted(store: CaseStore) {
  const sorted = async (query: CountQuery) =>
    (await store.counts(query)).map((one) => JSON.stringify(one)).toSorted();
  return Promise.all(asked.map(sorted));
}

/** What the streams come to. */
async function expected(documents: Documents) {
  const store = open(documents);
  const all: Tally[] = [];
  for (const caseId of cases) {
    const many = await commitsOf(store, caseId);
    if (many > 0) all.push(tallyAt(caseId, many - 1));
  }
  return sumsOf(all);
}

/** By hand, over all cells of all cases. */
function sumsOf(all: readonly Tally[]) {
  const cells = all.flatMap((tally) =>
    Object.entries(tally.cells).map(([name, count]) => {
      const [day = '', cell = ''] = name.split(' ');
      return [day, cell, count] as const;
    }),
  );
  return asked.map(({ of, from = '', to = '~', by }) => {
    const sums = new Map<string, number>();
    for (const [day, cell, count] of cells) {
      if (!cell.startsWith(of) || day < from || day > to) continue;
      const period = day.slice(0, by === 'day' ? 10 : by === 'month' ? 7 : 0);
      const key = JSON.stringify({ period, cell });
      sums.set(key, (sums.get(key) ?? 0) + count);
    }
    const counts = [...sums].map(([key, count]) => JSON.stringify({ ...(JSON.parse(key) as object), count }));
    return counts.toSorted();
  });
}

/** Every request from `diesAt` on fails. */
function mortal(documents: Documents, diesAt: number): Documents & { requests(): number } {
  let requests = 0;
  const dying = intercepted(documents, async () => {
    if (requests++ >= diesAt) throw new Crash();
  });
  return { ...dying, requests: () => requests };
}

/** The answer to one of the writes is lost, once it is done. */
function losing(documents: Documents, lost: number): Documents & { writes(): number } {
  let writes = 0;
  const unlessLost = async <T>(write: Promise<T>): Promise<T> => {
    const answer = await write;
    if (writes++ === lost) throw new OutcomeUnknown('lost by the test');
    return answer;
  };
  return {
    ...documents,
    create: (...args) => unlessLost(documents.create(...args)),
    replace: (...args) => unlessLost(documents.replace(...args)),
    writes: () => writes,
  };
}

const unlessCrashed = (error: unknown): void => {
  if (!(error instanceof Crash)) throw error;
};

const begun = async (): Promise<Documents> => {
  const documents = memoryDocuments();
  const store = open(documents);
  for (const caseId of cases) await write(store, caseId, 1);
  await catchUp(store);
  for (const caseId of ['x', 'y']) await write(store, caseId, 2);
  return documents;
};

describe.each([
  ['catches up', (store: CaseStore) => catchUp(store, 100)],
  ['makes sums anew', rebuild],
] as const)('a process that %s', (name, work) => {
  it('may die ahead of any request: sums are those from before or after, and right once the next is through', async () => {
    for (let diesAt = 0; ; diesAt += 1) {
      const documents = await begun();
      const before = await counted(open(documents));
      const after = await expected(documents);
      expect(before).not.toEqual(after);
      const dying = mortal(documents, diesAt);
      await work(open(dying)).catch(unlessCrashed);
      const left = await counted(open(documents));
      // Where cases are done one by one, some of them may be through.
      if (name === 'catches up') expect([before, after]).toContainEqual(left);
      await catchUp(open(documents));
      expect(await counted(open(documents)), `died ahead of request ${diesAt}`).toEqual(after);
      await rebuild(open(documents));
      expect(await counted(open(documents))).toEqual(after);
      if (dying.requests() <= diesAt) return expect(diesAt).toBeGreaterThan(15);
    }
  });

  it('may lose the answer to any write', async () => {
    for (let lost = 0; ; lost += 1) {
      const documents = await begun();
      const mine = losing(documents, lost);
      await work(open(mine)).catch((error: unknown) => {
        if (!(error instanceof OutcomeUnknown)) throw error;
      });
      await catchUp(open(documents));
      expect(await counted(open(documents)), `lost the answer to write ${lost}`).toEqual(
        await expected(documents),
      );
      if (mine.writes() <= lost) return expect(lost).toBeGreaterThan(8);
    }
  });
});

const actor = fc.record({
  does: fc.constantFrom('write' as const, 'catchUp' as const, 'catchUp' as const, 'rebuild' as const),
  caseId: fc.constantFrom(...cases),
  diesAt: fc.option(fc.nat({ max: 40 })),
});

it('is right after any order of the requests of writers, sweeps and rebuilds, some of which die', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(actor, { minLength: 2, maxLength: 5 }),
      fc.scheduler(),
      async (actors, scheduler) => {
        const documents = await begun();
        const runs = actors.map(async ({ does, caseId, diesAt }, index) => {
          let requests = 0;
          const mine = intercepted(documents, async ({ operation, container }) => {
            await scheduler.schedule(Promise.resolve(), `${index}: ${operation} ${container}`);
            if (diesAt !== null && requests++ >= diesAt) throw new Crash();
          });
          const store = cosmosStore(mine, { onLeftToSweep: () => undefined });
          const work =
            does === 'write' ? write(store, caseId, 2) : does === 'rebuild' ? rebuild(store) : catchUp(store);
          await work.catch(unlessCrashed);
        });
        await scheduler.waitFor(Promise.all(runs));
        await catchUp(open(documents));
        const right = await expected(documents);
        expect(await counted(open(documents))).toEqual(right);
        await rebuild(open(documents));
        expect(await counted(open(documents))).toEqual(right);
      },
    ),
    { numRuns: 120 },
  );
});

it('has kept what it was told to keep, or later, whoever else is at it', async () => {
  const told = fc.array(fc.record({ caseId: fc.constantFrom(...cases), commit: fc.nat({ max: 4 }) }), {
    minLength: 1,
    maxLength: 3,
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(told, { minLength: 2, maxLength: 4 }),
      fc.scheduler(),
      async (actors, scheduler) => {
        const documents = memoryDocuments();
        const runs = actors.map(async (all, index) => {
          const mine = intercepted(documents, ({ operation }) =>
            scheduler.schedule(Promise.resolve(), `${index}: ${operation}`),
          );
          const store = open(mine);
          const latest = new Map(all.map(({ caseId, commit }) => [caseId, commit]));
          const wanted = [...latest].map(([caseId, commit]) => ({
            caseId,
            commit,
            tally: tallyAt(caseId, commit),
          }));
          await store.repairTallies(wanted);
          for (const { caseId, commit } of wanted) {
            const kept = await open(documents).readTally(caseId);
            expect(kept?.commit).toBeGreaterThanOrEqual(commit);
            expect(kept?.tally).toEqual(tallyAt(caseId, kept?.commit ?? 0));
          }
        });
        await scheduler.waitFor(Promise.all(runs));
        const last = (caseId: string) =>
          Math.max(
            ...actors.map(
              (all) => new Map<string, number>(all.map((one) => [one.caseId, one.commit])).get(caseId) ?? -1,
            ),
          );
        const lasts = cases
          .map((caseId) => [caseId, last(caseId)] as const)
          .filter(([, commit]) => commit >= 0);
        for (const [caseId, commit] of lasts) {
          expect(await open(documents).readTally(caseId)).toMatchObject({ commit });
        }
        expect(await counted(open(documents))).toEqual(
          sumsOf(lasts.map(([caseId, commit]) => tallyAt(caseId, commit))),
        );
      },
    ),
    { numRuns: 120 },
  );
});

it('is told again of cases that failed, and of none that did not', async () => {
  const documents = memoryDocuments();
  const store = open(documents);
  for (const caseId of cases) await write(store, caseId, 1);
  const first = await store.behind(100);
  expect(new Set(first.caseIds)).toEqual(new Set(cases));
  await store.repairTallies([await tallyNow(store, 'x')]);
  await store.caughtUp(first.mark, ['y']);
  // The others were looked at: had they not been brought up to date, they were named too.
  await store.repairTallies([await tallyNow(store, 'z')]);
  const second = await store.behind(100);
  expect(second.caseIds).toEqual(['y']);
  await store.repairTallies([await tallyNow(store, 'y')]);
  await store.caughtUp(second.mark, []);
  expect((await store.behind(100)).caseIds).toEqual([]);
});

it('goes through more commits than it reads at a time, also where all were written in one instant', async () => {
  const documents = memoryDocuments();
  for (const caseId of cases) await write(open(documents), caseId, 9);
  await catchUp(open(documents));
  expect(await counted(open(documents))).toEqual(await expected(documents));
});

it('reads what has changed, however many cases there are', async () => {
  const documents = memoryDocuments();
  let requests = 0;
  let found = 0;
  const metered = intercepted(documents, async () => void (requests += 1));
  const reader = open({
    ...metered,
    async *query<T>(query: Parameters<Documents['query']>[0]) {
      for await (const one of metered.query<T>(query)) {
        found += 1;
        yield one;
      }
    },
  });
  const costs: (readonly [number, number])[] = [];
  const store = open(documents);
  for (let round = 0; round < 3; round += 1) {
    const many = Array.from({ length: 100 }, (_, index) => `${round}-${index}`);
    await store.repairTallies(many.map((caseId) => ({ caseId, commit: 0, tally: tallyAt('x', 0) })));
    [requests, found] = [0, 0];
    await reader.counts({ of: 'p' });
    costs.push([requests, found]);
  }
  [requests, found] = [0, 0];
  await reader.counts({ of: 'p' });
  costs.push([requests, found]);
  // The head, and with one query the three documents that have changed. Nothing has since.
  expect(costs).toEqual([
    [2, 3],
    [2, 3],
    [2, 3],
    [1, 0],
  ]);
});

it('writes the tallies of a batch, the sums they change, and the head twice', async () => {
  const documents = memoryDocuments();
  const calls: string[] = [];
  const store = open(
    intercepted(documents, async (call) => {
      if (call.container === 'tallies') calls.push(isWrite(call) ? 'write' : call.operation);
    }),
  );
  const many = Array.from({ length: 20 }, (_, index) => ({
    caseId: `c-${index}`,
    commit: 0,
    tally: tallyAt('x', 0),
  }));
  await store.repairTallies(many);
  const count = (what: string) => calls.filter((call) => call === what).length;
  // Of promises, mails and wakes; of the month and of the day.
  const sums = 3 * 2;
  expect(count('write')).toBeLessThanOrEqual(20 + sums + 2);
  expect(count('read')).toBeLessThanOrEqual(20 + sums + 1);
});

it('keeps each document far below 2 MB, also where everything that can be told apart has come in one month', () => {
  const cells: Record<string, number> = {};
  for (let country = 0; country < 20; country += 1) {
    for (const clock of clockKinds)
      for (const severity of severities)
        for (const plan of plans)
          for (const outcome of promiseOutcomes)
            cells[`2026-11-20 p/${clock}/${severity}/${plan}/${country + 100}/${outcome}`] = 12_345;
  }
  const additions = additionsOf({ generations: [1], cases: { x: [cells] } });
  const lengths = additions.map((one) => JSON.stringify(withAddition(undefined, one, 1)).length);
  expect(Object.keys(cells)).toHaveLength(6720);
  // Of a tenth of the countries there are.
  expect(Math.max(...lengths)).toBeLessThan(50_000);
});
