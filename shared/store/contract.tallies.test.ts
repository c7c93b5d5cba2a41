import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stores, type OpenedStore } from './testing/stores.ts';
import type { CaseStore, CountQuery } from './types.ts';

const tallyOf = (cells: Readonly<Record<string, number>>, sequence = 1) => ({ sequence, cells, live: {} });
const kept = (caseId: string, commit: number, cells: Readonly<Record<string, number>>) => ({
  caseId,
  commit,
  tally: tallyOf(cells, commit + 1),
});

const met = 'p/initialResponse/A/standard/JP/met';
const running = 'p/initialResponse/A/standard/JP/running';

describe.each(stores)('counts in $name', ({ open }) => {
  let opened: OpenedStore;
  let store: CaseStore;
  beforeEach(async () => {
    opened = await open();
    store = opened.store;
    await store.repairTallies([
      kept('x', 3, { [`2026-10-31 ${met}`]: 2, [` ${running}`]: 1, '2026-11-02 m/sent': 3 }),
      kept('y', 0, { [`2026-11-01 ${met}`]: 1, '2026-11-02 m/sent': 1, '2026-11-02 w/120': 1 }),
      kept('z', 0, { [`2026-11-30 ${met}`]: 1, '2026-12-01 m/sent': 1 }),
    ]);
  });
  afterEach(() => opened.close());

  const counted = async (query: CountQuery) =>
    Object.fromEntries(
      (await store.counts(query)).map(({ period, cell, count }) => [`${period} ${cell}`, count]),
    );

  const asked: readonly (readonly [CountQuery, Readonly<Record<string, number>>])[] = [
    [{ of: 'p' }, { [` ${met}`]: 4, [` ${running}`]: 1 }],
    [{ of: 'm' }, { ' m/sent': 5 }],
    [{ of: 'w' }, { ' w/120': 1 }],
    [
      { of: 'p', by: 'month' },
      { [`2026-10 ${met}`]: 2, [`2026-11 ${met}`]: 2, [` ${running}`]: 1 },
    ],
    [
      { of: 'm', by: 'day' },
      { '2026-11-02 m/sent': 4, '2026-12-01 m/sent': 1 },
    ],
    [{ of: 'p', from: '2026-11-01', to: '2026-11-30' }, { [` ${met}`]: 2 }],
    [{ of: 'p', from: '2026-11-02', to: '2026-11-29' }, {}],
    [{ of: 'p', to: '2026-11-15' }, { [` ${met}`]: 3 }],
    [
      { of: 'p', from: '2026-10-31', by: 'day', to: '2026-11-01' },
      { [`2026-10-31 ${met}`]: 2, [`2026-11-01 ${met}`]: 1 },
    ],
  ];

  it.each(asked)('are those of the days asked for: %o', async (query, expected) => {
    expect(await counted(query)).toEqual(expected);
  });

  it('change by what a case adds now, and never by an earlier commit', async () => {
    await store.repairTallies([kept('x', 4, { [`2026-10-31 ${met}`]: 3 })]);
    await store.repairTallies([kept('x', 3, { [`2026-10-31 ${met}`]: 9 })]);
    expect(await store.readTally('x')).toEqual(kept('x', 4, { [`2026-10-31 ${met}`]: 3 }));
    expect(await counted({ of: 'p', by: 'month' })).toEqual({ [`2026-10 ${met}`]: 3, [`2026-11 ${met}`]: 2 });
  });

  it('are those of before while they are made anew, then of what was made', async () => {
    await store.beginRecount();
    await store.repairTallies([
      kept('x', 3, { [`2026-10-31 ${met}`]: 2 }),
      kept('n', 0, { '2026-11-02 w/7': 1 }),
    ]);
    expect(await counted({ of: 'p' })).toEqual({ [` ${met}`]: 4 });
    await store.repairTallies([kept('y', 1, { [`2026-11-01 ${running}`]: 1 })]);
    await store.endRecount();
    // What was not made anew has no tally that is counted.
    expect(await counted({ of: 'p' })).toEqual({ [` ${met}`]: 2, [` ${running}`]: 1 });
    expect(await counted({ of: 'w' })).toEqual({ ' w/7': 1 });
    await store.beginRecount();
    await store.endRecount();
    expect(await counted({ of: 'p' })).toEqual({});
  });

  it('hold many cases that change at once', async () => {
    const many = Array.from({ length: 150 }, (_, index) => kept(`n-${index}`, 0, { '2026-11-02 w/7': 1 }));
    await Promise.all([store.repairTallies(many.slice(0, 70)), store.repairTallies(many.slice(50))]);
    expect(await counted({ of: 'w' })).toEqual({ ' w/120': 1, ' w/7': 150 });
  });
});
