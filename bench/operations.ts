/** The summary and the first page of each queue at 300,000 cases, beside the same at 1,000. */
import { performance } from 'node:perf_hooks';

import { summaryView } from '../shared/api/operations/summaryViews.ts';
import { summaryQuerySchema } from '../shared/api/operations/summary.ts';
import { queueItemView } from '../shared/api/operations/queueViews.ts';
import { toMs } from '../shared/calendar/index.ts';
import { fold, queueStates, tallied, type CaseEvent } from '../shared/cases/index.ts';
import { Draw } from '../shared/cases/testing/draw.ts';
import { keptLife } from '../shared/cases/testing/lives.ts';
import { projectRow } from '../shared/engine/commit/projection.ts';
import { openSqliteStore } from '../shared/store/sqlite/store.ts';
import type { CaseRow, CaseStore, StoredTally } from '../shared/store/types.ts';
import { median } from './support/median.ts';

const now = toMs('2026-12-01T09:00:00Z');
const countries = ['JP', 'DE', 'US', 'FR', 'GB', 'CA', 'IT', 'ES', 'NL', 'PL'];

interface Sample {
  readonly row: CaseRow;
  readonly tally: StoredTally['tally'];
}

/** Some hundred lives as they were lived, whose open and closed ends are drawn from. */
function samples(): { readonly open: Sample[]; readonly closed: Sample[] } {
  const all = Array.from({ length: 400 }, (_, number) => keptLife(number).events).map(
    (events: CaseEvent[]) => {
      const state = fold(events);
      if (!state) throw new Error('a life begins with its submission');
      return { row: projectRow(state, 0), tally: tallied(undefined, undefined, events) };
    },
  );
  return {
    open: all.filter(({ row }) => row.status === 'open'),
    closed: all.filter(({ row }) => row.status === 'closed'),
  };
}

const failedMail = {
  kind: 'informationRequested',
  audience: 'customer',
  mailId: 'm3',
  reason: 'bounced',
} as const;

/**
 * Of `cases` one in three is open; of these six in ten owe a first response that is due around now, and many rest or
 * have a mail that failed, so that the first page of each queue has rows also where there are few.
 */
async function filled(cases: number): Promise<CaseStore> {
  const store = openSqliteStore({ path: ':memory:' });
  const draw = new Draw(7);
  const { open, closed } = samples();
  for (let from = 0; from < cases; from += 2000) {
    const many = Math.min(2000, cases - from);
    await Promise.all(
      Array.from({ length: many }, async (_, index) => {
        const number = from + index;
        const isOpen = number % 3 === 0;
        const { row, tally } = draw.of(isOpen ? open : closed);
        const caseId = `${number.toString(36).padStart(8, '0')}case`;
        const country = draw.of(countries);
        const owes = isOpen && draw.chance(0.6);
        const owedAt = now + (draw.upTo(100_000) - 30_000) * 1000;
        const queue = row.queue && {
          ...row.queue,
          ...(owes ? { owedAt, dueAt: owedAt, riskAt: owedAt - 40_000_000 } : { owedAt: null, riskAt: null }),
          ...(isOpen && !owes ? { atRest: draw.chance(0.5) } : {}),
          ...(isOpen && draw.chance(0.2) ? { failedMails: { count: 1, latest: failedMail } } : {}),
        };
        await store.repairRow({
          ...row,
          caseId,
          tenantId: `tenant-${draw.upTo(500)}`,
          submittedAt: now - draw.upTo(60 * 86_400) * 1000,
          summary: { ...row.summary, country },
          ...(queue ? { queue } : {}),
        });
        const cells = Object.fromEntries(
          Object.entries(tally.cells).map(([cell, count]) => [
            cell.replace(/\/[A-Z]{2}\//, `/${country}/`),
            count,
          ]),
        );
        await store.repairTallies([{ caseId, commit: 0, tally: { ...tally, cells } }]);
      }),
    );
  }
  return store;
}

const asked = {
  summary: async (store: CaseStore) => {
    const [p, w, m] = await Promise.all([
      store.counts({ of: 'p' }),
      store.counts({ of: 'w' }),
      store.counts({ of: 'm' }),
    ]);
    return summaryView({ p, w, m }, summaryQuerySchema.parse({}));
  },
  ...Object.fromEntries(
    queueStates.map((state) => [
      `first page of ${state}`,
      async (store: CaseStore) => {
        const { value } = await store.queue({ states: [state], sort: 'timeLeft', top: 50, now });
        for (const row of value)
          if (row.queue) queueItemView({ ...row, queue: row.queue }, now, row.queue.calendar);
        return value.length;
      },
    ]),
  ),
  'counts of all queues': (store: CaseStore) => store.queueCounts({ now }),
  'changes, none': (store: CaseStore) => store.changes('1', 0),
} satisfies Readonly<Record<string, (store: CaseStore) => Promise<unknown>>>;

/** The median in ms, and how many rows a page had; 1 for what is no page. */
async function took(store: CaseStore, ask: (store: CaseStore) => Promise<unknown>) {
  const times: number[] = [];
  let rows = 1;
  for (let round = 0; round < 25; round += 1) {
    const from = performance.now();
    const answer = await ask(store);
    times.push(performance.now() - from);
    if (typeof answer === 'number') rows = answer;
  }
  return { ms: median(times.slice(5)), rows };
}

export async function run(): Promise<void> {
  const [few, many] = [await filled(1000), await filled(300_000)];
  process.stdout.write('100,000 open and 200,000 closed cases, beside 1,000 of which a third is open:\n');
  for (const [name, ask] of Object.entries(asked)) {
    const [small, large] = [await took(few, ask), await took(many, ask)];
    const figures = `${small.ms.toFixed(2)} ms, ${large.ms.toFixed(2)} ms`;
    const ratio = (large.ms / small.ms).toFixed(1);
    // Small queues do not fill a page.
    const aRow = name.startsWith('first page')
      ? `, a row ${((large.ms / large.rows / small.ms) * small.rows).toFixed(1)} (${small.rows}, ${large.rows} rows)`
      : '';
    process.stdout.write(`  ${name.padEnd(36)} ${figures.padEnd(24)} ratio ${ratio}${aRow}\n`);
  }
  await few.close();
  await many.close();
}
