/** The summary is what is counted from the streams themselves, whoever wrote and in whatever order. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { summaryView } from '../../api/operations/summaryViews.ts';
import { summaryQuerySchema, type SummaryView } from '../../api/operations/summary.ts';
import { toMs } from '../../calendar/index.ts';
import { evolve, type Case, type CaseClock, type CaseEvent } from '../../cases/index.ts';
import { anySetup, anyTold, play } from '../../cases/testing/random.ts';
import { openSqliteStore } from '../../store/sqlite/store.ts';
import { memoryDocuments } from '../../store/testing/memoryDocuments.ts';
import { cosmosStore } from '../../store/cosmos/store.ts';
import type { CaseStore } from '../../store/types.ts';
import type { Commit } from '../../store/stream.ts';
import { projectRow } from '../commit/projection.ts';
import { tallied, fold } from '../../cases/index.ts';
import { testPorts } from '../testing/ports.ts';
import { catchUp } from './catchUp.ts';
import { rebuildAll } from './rebuildAll.ts';

/** The events of a life in commits of some size. */
function commitsOf(caseId: string, events: readonly CaseEvent[], size: number): Commit[] {
  const commits: Commit[] = [];
  for (let from = 0; from < events.length; from += size) {
    const some = events.slice(from, from + size);
    const at = some.at(-1)?.at ?? '';
    commits.push({ caseId, number: commits.length, at, events: some });
  }
  return commits;
}

async function write(store: CaseStore, commits: readonly Commit[], from = 0): Promise<void> {
  let state = fold(commits.slice(0, from).flatMap(({ events }) => events));
  for (const commit of commits.slice(from)) {
    const before = state;
    state = fold(commit.events, before);
    if (!state) throw new Error('a life begins with its submission');
    await store.append(commit, {
      row: projectRow(state, commit.number),
      rowSince: commit.number,
      wakeBefore: null,
      wakeAfter: null,
      epoch: null,
      guardAt: toMs(commit.at),
      tally: (tally) => tallied(tally, before, commit.events),
    });
  }
}

type Decided = Readonly<
  Record<'met' | 'corrected' | 'breached' | 'stillWaiting' | 'notMeasured' | 'running', number>
>;

/** By hand: the last that was known of each clock there ever was, and each mail. */
function counted(lives: readonly (readonly CaseEvent[])[]) {
  const clocks: CaseClock[] = [];
  const late: number[] = [];
  const mails = new Map<string, number>();
  for (const events of lives) {
    const known = new Map<string, CaseClock>();
    let state: Case | undefined;
    let heard = 0;
    for (const event of events) {
      state = evolve(state, event);
      for (const clock of state.clocks) known.set(clock.id, clock);
      if (event.by.kind === 'caller') heard = toMs(event.at);
      const fell = ['clock.thresholdReached', 'clock.breached', 'alert.raised', 'escalation.raised'];
      if (event.by.kind === 'system' && fell.includes(event.type)) {
        late.push(Math.max(0, toMs(event.at) - Math.max(toMs(event.decidedAsOf), heard)));
      }
      if (event.type.startsWith('mail.')) mails.set(event.type, (mails.get(event.type) ?? 0) + 1);
    }
    clocks.push(...known.values());
  }
  const many = (is: (clock: CaseClock) => boolean) => clocks.filter(is).length;
  const isCorrected = ({ corrected }: CaseClock) => corrected !== undefined && corrected.from.state !== 'met';
  const decided: Decided = {
    met: many((clock) => clock.state === 'met' && !isCorrected(clock)),
    corrected: many((clock) => clock.state === 'met' && isCorrected(clock)),
    breached: many(({ state }) => state === 'breached'),
    stillWaiting: many(({ state, stoppedAt }) => state === 'breached' && stoppedAt === undefined),
    notMeasured: many(({ state }) => state === 'cancelled'),
    running: many(({ state }) => state === 'running' || state === 'paused'),
  };
  late.sort((one, other) => one - other);
  return {
    decided,
    lateness: {
      count: late.length,
      max: late.at(-1) ?? null,
      p50: late[Math.ceil(late.length / 2) - 1] ?? null,
    },
    mail: { requested: mails.get('mail.requested') ?? 0, withdrawn: mails.get('mail.withdrawn') ?? 0 },
  };
}

async function summaryOf(store: CaseStore, query: object = {}): Promise<SummaryView> {
  const [p, w, m] = await Promise.all([
    store.counts({ of: 'p' }),
    store.counts({ of: 'w' }),
    store.counts({ of: 'm' }),
  ]);
  return summaryView({ p, w, m }, summaryQuerySchema.parse(query));
}

function expectCounted(summary: SummaryView, lives: readonly (readonly CaseEvent[])[]): void {
  const { decided, lateness, mail } = counted(lives);
  expect(summary).toMatchObject({ ...decided, mail });
  expect(summary.measured).toBe(decided.met + decided.corrected + decided.breached);
  expect(summary.lateness.count).toBe(lateness.count);
  if (lateness.max === null || lateness.p50 === null) return expect(summary.lateness.max).toBeNull();
  // To three digits.
  expect(Math.abs((summary.lateness.max ?? 0) - lateness.max)).toBeLessThanOrEqual(lateness.max * 0.005);
  expect(Math.abs((summary.lateness.p50 ?? 0) - lateness.p50)).toBeLessThanOrEqual(lateness.p50 * 0.005);
}

const anyLives = fc.array(fc.tuple(anySetup, anyTold, fc.integer({ min: 1, max: 7 })), {
  minLength: 1,
  maxLength: 4,
});

/** Lives with ids of their own. */
function livesOf(
  drawn: readonly (readonly [Parameters<typeof play>[0], Parameters<typeof play>[1], number])[],
) {
  return drawn.map(([setup, steps, size], index) => {
    const caseId = `case-${index}`;
    const events = play(setup, steps).events.map((event) =>
      event.type === 'case.submitted' ? { ...event, data: { ...event.data, id: caseId } } : event,
    );
    return { caseId, events, commits: commitsOf(caseId, events, size) };
  });
}

/** The store, whose calls that write or load are done in an order of the scheduler's. */
function inAnyOrder(store: CaseStore, scheduler: fc.Scheduler): CaseStore {
  const later = <Args extends readonly unknown[], Answer>(call: (...args: Args) => Promise<Answer>) =>
    scheduler.scheduleFunction(call) as (...args: Args) => Promise<Answer>;
  const { load, append, repairRow, repairWake, readTally, repairTallies, beginRecount, endRecount } = store;
  return {
    ...store,
    load: later(load),
    append: later(append),
    repairRow: later(repairRow),
    repairWake: later(repairWake),
    readTally: later(readTally),
    repairTallies: later(repairTallies),
    beginRecount: later(beginRecount),
    endRecount: later(endRecount),
  };
}

describe.each([
  ['SQLite', () => openSqliteStore({ path: ':memory:' }), 'at once'],
  ['Cosmos DB, documents in memory', () => cosmosStore(memoryDocuments(), { countsKept: 0 }), 'by the sweep'],
] as const)('the summary on %s', (_, open, counts) => {
  it('is what the streams say, right after a rebuild beside writers in any order', async () => {
    await fc.assert(
      fc.asyncProperty(anyLives, fc.scheduler(), async (drawn, scheduler) => {
        const lives = livesOf(drawn);
        const all = lives.map(({ events }) => events);
        const store = open();
        const beside = inAnyOrder(store, scheduler);
        const catchUpBy = (by: CaseStore) => catchUp(testPorts(by), Infinity);
        try {
          // Half of each life is there when the rebuild begins, all of some; the rest comes while it runs.
          const half = lives.map(({ commits }, index) => (index === 2 ? 0 : Math.ceil(commits.length / 2)));
          for (const [index, { commits }] of lives.entries())
            await write(store, commits.slice(0, half[index]));
          if (counts === 'by the sweep') await catchUpBy(store);
          const rebuilding = rebuildAll(beside, 2);
          await scheduler.waitFor(
            Promise.all([
              rebuilding,
              ...lives.map(({ commits }, index) => write(beside, commits, half[index])),
              ...(counts === 'by the sweep' ? [catchUpBy(beside)] : []),
            ]),
          );
          expect((await rebuilding).failed).toEqual([]);
          if (counts === 'by the sweep') await catchUpBy(store);
          expectCounted(await summaryOf(store), all);
          await rebuildAll(store);
          expectCounted(await summaryOf(store), all);
        } finally {
          await store.close();
        }
      }),
      { numRuns: 60 },
    );
  });
});

it('equals it once the sweep has caught up with what is written little by little (Cosmos DB)', async () => {
  await fc.assert(
    fc.asyncProperty(anyLives, async (drawn) => {
      const lives = livesOf(drawn);
      const store = cosmosStore(memoryDocuments(), { countsKept: 0 });
      const ports = testPorts(store);
      for (const { commits } of lives) {
        const half = Math.ceil(commits.length / 2);
        await write(store, commits.slice(0, half));
        await catchUp(ports, Infinity);
        await write(store, commits, half);
      }
      await catchUp(ports, Infinity);
      expectCounted(
        await summaryOf(store),
        lives.map(({ events }) => events),
      );
    }),
    { numRuns: 40 },
  );
});

it('is the same by days, months and stretches as in all', async () => {
  await fc.assert(
    fc.asyncProperty(anyLives, async (drawn) => {
      const store = openSqliteStore({ path: ':memory:' });
      try {
        for (const { commits } of livesOf(drawn)) await write(store, commits);
        const sum = async (query: object) =>
          (await store.counts({ of: 'p', ...query })).reduce((total, { count }) => total + count, 0);
        const all = await sum({});
        expect(await sum({ by: 'day' })).toBe(all);
        expect(await sum({ by: 'month' })).toBe(all);
        const days = (await store.counts({ of: 'p', by: 'day' })).filter(({ period }) => period !== '');
        for (const [from, to] of [
          ['2026-03-28', '2026-11-20'],
          ['2026-11-01', '2026-11-30'],
          ['2026-11-21', '2026-11-25'],
          ['2026-01-31', '2027-01-01'],
        ] as const) {
          const within = days.filter(({ period }) => period >= from && period <= to);
          const expected = within.reduce((total, { count }) => total + count, 0);
          expect(await sum({ from, to })).toBe(expected);
          expect(await sum({ from, to, by: 'month' })).toBe(expected);
        }
      } finally {
        await store.close();
      }
    }),
    { numRuns: 30 },
  );
});
