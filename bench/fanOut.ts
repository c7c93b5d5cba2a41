/** What a version of the policy takes to be put over many open cases: all of them, by the sweep, on a file of SQLite. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { systemClock } from '../shared/clock.ts';
import { sweep } from '../shared/engine/alarm/sweep.ts';
import { submitCase } from '../shared/engine/commands/act.ts';
import { putPolicyVersion } from '../shared/engine/policies/versions.ts';
import { laterPolicy } from '../shared/engine/testing/plan.ts';
import { begin, silentAlarms, submission, testPorts } from '../shared/engine/testing/ports.ts';
import { openSqliteStore } from '../shared/store/sqlite/store.ts';

const cases = 10_000;
/** Seconds. */
const aim = 120;
const minute = 60_000;

export async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'caseclock-bench-'));
  const store = openSqliteStore({ path: join(folder, 'cases.db') });
  const ports = { ...testPorts(store), wallClock: systemClock };
  const submitted = performance.now();
  for (let index = 0; index < cases; index += 100) {
    const some = Array.from({ length: 100 }, (_, each) => `c-${index + each}`);
    await Promise.all(some.map((id) => submitCase(ports, silentAlarms, submission(id, { severity: 'C' }))));
  }
  const submitting = performance.now() - submitted;
  const policy = laterPolicy({ approval: false }, new Date(begin).toISOString());
  await putPolicyVersion(ports, { policy, applyTo: 'open' }, begin);
  const left = () => store.count({ status: 'open', notUnder: policy.version, now: ports.clock.now() });
  let runs = 0;
  let worked = 0;
  while ((await left()) > 0) {
    const begun = performance.now();
    await sweep(ports, silentAlarms);
    worked += performance.now() - begun;
    runs += 1;
  }
  await store.close();
  await rm(folder, { recursive: true });
  // The sweep begins each minute and ends before the next.
  const waited = (runs - 1) * minute + (worked - (runs - 1) * ports.sweep.budget);
  const took = runs === 1 ? worked : waited;
  console.log(`fanOut: a version of the policy over ${cases} open cases on SQLite (aim: ${aim} s)`);
  console.log(`  with a sweep a minute                    ${(took / 1000).toFixed(0)} s, ${runs} runs`);
  console.log(
    `  a case                                   ${(worked / submitting).toFixed(2)} x its submission`,
  );
  console.log();
}
