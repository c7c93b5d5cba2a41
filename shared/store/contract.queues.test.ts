import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { queueStates, type QueueFacts } from '../cases/index.ts';
import { minute, sampleCommit, sampleEffects, sampleRow, start } from './testing/samples.ts';
import { stores, type OpenedStore } from './testing/stores.ts';
import type { CaseRow, CaseStore } from './types.ts';

const facts: QueueFacts = {
  owedAt: null,
  riskAt: null,
  dueAt: null,
  response: 'none',
  waitsForCustomer: false,
  atRest: false,
  contact: { name: 'Aiko Tanaka', email: 'aiko@contoso.example', timeZone: 'Asia/Tokyo' },
  clocks: {},
};
const owed = (dueIn: number): Partial<QueueFacts> => {
  const at = start + dueIn * minute;
  return { response: 'owed', owedAt: at, dueAt: at, riskAt: at - 30 * minute };
};
const approval = { from: 'A', to: 'B', coverage: '24x7', since: '2026-11-20T08:00:00Z' } as const;

/** At `start`: q-1 overdue, q-2 at risk, q-3 running, q-4 waits, q-5 for approval and at rest, q-6 has nothing. */
const rows: readonly CaseRow[] = (
  [
    ['q-1', owed(-10)],
    ['q-2', owed(10)],
    ['q-3', owed(40)],
    ['q-4', { waitsForCustomer: true, dueAt: start + 20 * minute }],
    ['q-5', { approval, atRest: true }],
    ['q-6', {}],
  ] as const
).map(([id, changes]) => sampleRow(id, { queue: { ...facts, ...changes } }));

describe.each(stores)('queues in $name', ({ open }) => {
  let opened: OpenedStore;
  let store: CaseStore;
  beforeEach(async () => {
    opened = await open();
    store = opened.store;
    for (const row of rows) {
      const commit = sampleCommit(row.caseId, 0);
      await store.append(commit, { ...sampleEffects(commit), row });
    }
  });
  afterEach(() => opened.close());

  const ids = async (query: object) => {
    const page = await store.queue({ now: start, sort: 'timeLeft', top: 10, ...query });
    return page.value.map(({ caseId }) => caseId.slice(2)).join(' ');
  };

  it('have what each is of, in order, also by pages', async () => {
    expect(await ids({})).toBe('2 4 3 1 5 6');
    expect(await ids({ sort: 'lateness' })).toBe('1 2 4 3 5 6');
    expect(await ids({ states: ['overdue'] })).toBe('1');
    expect(await ids({ states: ['atRisk'] })).toBe('2');
    expect(await ids({ states: ['atRisk', 'overdue', 'waitingForCustomer'] })).toBe('2 4 1');
    expect(await ids({ states: ['waitingForApproval', 'atRest'] })).toBe('5');
    const found: string[] = [];
    for (
      let continuation: string | undefined, first = true;
      first || continuation !== undefined;
      first = false
    ) {
      const page = await store.queue({ now: start, sort: 'timeLeft', top: 2, continuation });
      found.push(...page.value.map(({ caseId }) => caseId.slice(2)));
      continuation = page.continuation;
    }
    expect(found.join(' ')).toBe('2 4 3 1 5 6');
  });

  it('have so many, as their pages say, also under a filter and after a change', async () => {
    const counted = async (filter: object) => {
      const counts = await store.queueCounts({ now: start, ...filter });
      for (const state of queueStates) {
        const { value } = await store.queue({
          now: start,
          sort: 'newest',
          top: 100,
          ...filter,
          states: [state],
        });
        expect(counts[state]).toBe(value.length);
      }
      return counts;
    };
    expect(await counted({})).toMatchObject({ atRisk: 1, overdue: 1, waitingForCustomer: 1, atRest: 1 });
    expect(await counted({ tenantId: 'nobody' })).toMatchObject({ atRisk: 0, atRest: 0 });
    await store.repairRow(sampleRow('q-4', { commit: 1, queue: { ...facts, atRest: true } }));
    expect(await counted({})).toMatchObject({ waitingForCustomer: 0, atRest: 2 });
    expect(await counted({ text: 'TANAKA' })).toMatchObject({ atRest: 2 });
    expect(await ids({ text: 'no such words' })).toBe('');
  });

  it('count what is owed at any instant, as their pages say, also after a change and once counted anew', async () => {
    const minutes = (many: number) => start + many * 60_000;
    const owing = (index: number, due: number | null, risk: number | null, commit = 0) =>
      store.repairRow(
        sampleRow(`o-${index}`, { commit, queue: { ...facts, owedAt: due, riskAt: risk, dueAt: due } }),
      );
    const asked = [0, 30, 59, 60, 61, 95, 180, 1000].map(minutes);
    const expectCounted = async () => {
      for (const now of asked) {
        const counts = await store.queueCounts({ now });
        for (const state of ['overdue', 'atRisk'] as const) {
          const { value } = await store.queue({ now, sort: 'newest', top: 100, states: [state] });
          expect(counts[state], `${state} at ${now - start}`).toBe(value.length);
        }
      }
    };
    for (let index = 0; index < 12; index += 1) {
      const due = minutes(index * 17);
      await owing(index, due, index % 3 === 0 ? null : due - (index % 4) * 1_500_000);
    }
    await expectCounted();
    // One is answered, one has more time, one gets a warning, one less time.
    await owing(2, null, null, 1);
    await owing(4, minutes(600), minutes(500), 1);
    await owing(6, minutes(102), minutes(70), 1);
    await owing(11, minutes(1), minutes(1), 1);
    await expectCounted();
    await store.beginRecount();
    await store.endRecount();
    await expectCounted();
  });

  it('tell which rows have changed since', async () => {
    const { after } = await store.changes(undefined, 10);
    await store.repairRow(sampleRow('q-6', { commit: 1, queue: { ...facts, atRest: true } }));
    const changed = await store.changes(after, 10);
    expect(changed.caseIds).toContain('q-6');
    expect(changed.reset).toBe(false);
    const again = await store.changes(changed.after, 10);
    expect((await store.changes(changed.after, 10)).version).toBe(again.version);
    expect((await store.changes('none that was told', 10)).reset).toBe(true);
  });
});
