/** What a command and a page of the timeline cost on an old case, as ratios to a young one. */
import type { CaseAction } from '../shared/cases/index.ts';
import { actOnCase, submitCase } from '../shared/engine/commands/act.ts';
import { readCase, readStretch } from '../shared/engine/commands/read.ts';
import { engineer, silentAlarms, submission, testPorts } from '../shared/engine/testing/ports.ts';
import { tick } from '../shared/engine/alarm/tick.ts';
import { openSqliteStore } from '../shared/store/sqlite/store.ts';
import { median } from './support/median.ts';

const young = 50;
const old = 5_000;
const minute = 60_000;
const rounds = 200;
const aim = 2;

export async function run(): Promise<void> {
  const store = openSqliteStore({ path: ':memory:' });
  const ports = testPorts(store);
  const act = async (caseId: string, action: object) => {
    const read = await readCase(ports, caseId);
    if (!read) throw new Error('the case is gone');
    await actOnCase(ports, silentAlarms, read.loaded, { ...action, by: engineer } as CaseAction);
  };
  const turn = async (caseId: string) => {
    ports.clock.advance(minute);
    await act(caseId, { type: 'engineer.requestedInformation', message: 'Please send a trace.' });
    await tick(ports, caseId);
    ports.clock.advance(minute);
    await act(caseId, { type: 'customer.replied' });
  };
  const sequenceOf = async (caseId: string) => (await readCase(ports, caseId))?.state.sequence ?? 0;
  const grown = async (caseId: string, events: number) => {
    await submitCase(ports, silentAlarms, submission(caseId));
    await act(caseId, { type: 'engineer.contacted' });
    while ((await sequenceOf(caseId)) < events) await turn(caseId);
  };
  await grown('old', old);
  const times = { young: [] as number[], old: [] as number[], first: [] as number[], last: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    // A case stays young for a few turns only, so each round has one of its own.
    const caseId = `young-${round}`;
    await grown(caseId, young - 12);
    times.young.push(await timed(() => turn(caseId)));
    times.old.push(await timed(() => turn('old')));
    times.first.push(await timed(() => readStretch(store, 'old', 0, 100)));
    times.last.push(await timed(() => readStretch(store, 'old', old - 200, 100)));
  }
  await store.close();
  const command = median(times.old) / median(times.young);
  console.log(`age: median of ${rounds} (aim: an old case at most ${aim} times a young one)`);
  console.log(
    `  two commands and a tick, ${old} events   ${command.toFixed(2)} x the same at ${young} events`,
  );
  const page = median(times.last) / median(times.first);
  console.log(`  the last page of the timeline            ${page.toFixed(2)} x the first`);
  console.log();
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
