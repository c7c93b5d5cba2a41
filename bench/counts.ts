/**
 * What the summary of operations asks of Cosmos DB at 1,000 and at 30,000 cases of a crowd, in request units by
 * Microsoft's table; beside it what reading the tally of each case would. The cases are spread over a year and 200
 * countries, those of the last lines over a month.
 */
import { counted, noDocuments } from '../infra/cost/requestUnits.ts';
import { fillWithCrowd } from '../shared/engine/testing/crowd.ts';
import { cosmosStore } from '../shared/store/cosmos/store.ts';
import { sumsPartition } from '../shared/store/cosmos/tallyDocuments.ts';
import { memoryDocuments } from '../shared/store/testing/memoryDocuments.ts';
import type { CaseStore, StoredTally } from '../shared/store/types.ts';

const until = Date.parse('2026-11-20T08:00:00Z');
const changed = 50;
const day = 86_400_000;
const countries = 200;

export async function run(): Promise<void> {
  console.log('counts: request units of Cosmos DB');
  for (const [cases, days] of [
    [1000, 365],
    [30_000, 365],
    [30_000, 30],
  ] as const) {
    await measured(cases, days);
  }
  console.log();
}

async function measured(cases: number, days: number): Promise<void> {
  const documents = memoryDocuments();
  const use = { ...noDocuments };
  const unitsOf = async (work: () => Promise<unknown>): Promise<number> => {
    const before = use.units;
    await work();
    return use.units - before;
  };
  const open = () => cosmosStore(counted(documents, use), { countsKept: 0 });
  const [store, reader] = [open(), open()];
  const summary = () => Promise.all((['p', 'w', 'm'] as const).map((of) => reader.counts({ of })));
  const tallies = await crowd(cases, days);
  const filling = await unitsOf(() => store.repairTallies(tallies));
  const first = await unitsOf(summary);
  const again = await unitsOf(summary);
  const many = await unitsOf(() => store.repairTallies(tallies.slice(-changed).map(grown)));
  const one = await unitsOf(() => store.repairTallies(tallies.slice(-changed - 1, -changed).map(grown)));
  const after = await unitsOf(summary);
  const byDay = await unitsOf(() => reader.counts({ of: 'p', by: 'day' }));
  const read = tallies.reduce(
    (sum, { tally }) => sum + JSON.stringify({ cells: tally.cells }).length / 1024,
    0,
  );
  const figures = {
    'a summary, the first of a process': first,
    'the next, nothing has changed': again,
    [`the next, ${changed + 1} cases have`]: after,
    'all days, the first of a process': byDay,
    'reading the cells of each case instead': read,
    [`a tally and its sums, ${changed} at once`]: many / changed,
    'a tally and its sums, alone': one,
    'a new one of many': filling / cases,
  };
  console.log(`  ${cases} cases over ${days} days`);
  for (const [name, units] of Object.entries(figures)) {
    console.log(`    ${name.padEnd(38)} ${units.toFixed(units < 100 ? 1 : 0)}`);
  }
  const largest = { month: 0, day: 0 };
  for (const level of ['month', 'day'] as const) {
    const parameters = { from: '', applied: -1 };
    const partition = sumsPartition(1, level);
    for await (const found of documents.query({ container: 'tallies', partition, text: '', parameters })) {
      largest[level] = Math.max(largest[level], JSON.stringify(found).length / 1024);
    }
  }
  console.log(
    `    largest sums, KB                       month ${largest.month.toFixed(1)}, day ${largest.day.toFixed(1)}`,
  );
}

/** The tallies of a crowd, each put into a country and a day of its own. */
async function crowd(cases: number, days: number): Promise<readonly StoredTally[]> {
  const tallies: StoredTally[] = [];
  const append: CaseStore['append'] = async ({ caseId }, { tally }) => {
    if (tally) tallies.push({ caseId, commit: 0, tally: tally(undefined) });
    return 'appended';
  };
  await fillWithCrowd({ ...cosmosStore(memoryDocuments()), append }, cases, until);
  // As they come in life: the latest are the last, and change.
  const ago = (index: number) => (index * 7919) % days;
  const ordered = [...tallies.entries()].toSorted(([one], [other]) => ago(other) - ago(one));
  return ordered.map(([index, one]) => {
    const by = ago(index) * day;
    const country = `C${(index * 104_729) % countries}`;
    const cells = Object.entries(one.tally.cells).map(([name, count]) => {
      const at = name.slice(0, name.indexOf(' '));
      const moved = at === '' ? '' : new Date(Date.parse(at) - by).toISOString().slice(0, 10);
      const [kind, clock, severity, plan, , outcome] = name.slice(at.length + 1).split('/');
      const cell =
        kind === 'p' ? [kind, clock, severity, plan, country, outcome].join('/') : name.slice(at.length + 1);
      return [`${moved} ${cell}`, count] as const;
    });
    return { ...one, tally: { ...one.tally, cells: Object.fromEntries(cells) } };
  });
}

/** Once a promise has become another. */
function grown({ caseId, commit, tally }: StoredTally): StoredTally {
  const cells = Object.fromEntries(
    Object.entries(tally.cells).map(([name, count], index) => [
      index === 0 ? name.replace(/[a-zA-Z]+$/, 'corrected') : name,
      count,
    ]),
  );
  return { caseId, commit: commit + 1, tally: { ...tally, sequence: tally.sequence + 1, cells } };
}
