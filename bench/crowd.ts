/**
 * How late thresholds are recorded while 500 connections submit cases as fast as they can, in real time. The product
 * is a child process, and the crowd takes about as much of the machine as it can get. Prints p50, p99 and the most.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import autocannon from 'autocannon';

import { Caller, tokenFor } from './support/caller.ts';
import { startServer } from './support/child.ts';
import { entitlement, submission } from './support/samples.ts';

const connections = 500;
const watched = 100;
/** Warnings after 10 and 15 seconds: the crowd comes with the first of them. */
const hurried = { ...entitlement, purchasedFrom: 'other', targets: { initialResponse: { A: 'PT20S' } } };
const rounds = 5;

const root = join(import.meta.dirname, '..');

interface Entry {
  readonly type: string;
  readonly at: string;
  readonly decidedAsOf: string;
}

export async function run(): Promise<void> {
  console.log(
    `crowd: ${connections} connections submit without a pause, ${watched} cases fall due meanwhile`,
  );
  console.log('         p50 ms  p99 ms  most ms   accepted/s  refused/s  answered within p99');
  for (let round = 1; round <= rounds; round += 1) await play(round);
}

async function play(round: number): Promise<void> {
  // In the working directory: a temporary folder is often memory, where a sync to disk costs nothing.
  await mkdir(join(root, '.caseclock'), { recursive: true });
  const folder = await mkdtemp(join(root, '.caseclock', 'bench-'));
  const profile = process.env['BENCH_PROFILE'] ? ['--cpu-prof', '--cpu-prof-dir=reports/profiles'] : [];
  const main = join(root, 'dist/local/main.js');
  const server = await startServer([
    ...profile,
    main,
    ...['--port', '0', '--data', folder, '--app', root, '--quiet'],
  ]);
  try {
    const caller = new Caller(server.origin);
    await caller.call('PUT', '/api/entitlements/contoso', { body: hurried });
    await caller.call('PUT', '/api/entitlements/northwind', { body: entitlement });
    const ids: string[] = [];
    const first = sleep(10_000);
    for (let index = 0; index < watched; index += 1) {
      const { id } = (await caller.call('POST', '/api/cases', { as: 'integration', body: submission })) as {
        id: string;
      };
      ids.push(id);
      await sleep(50);
    }
    await first;
    const crowd = await autocannon({
      url: `${server.origin}/api/cases`,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: await tokenFor(server.origin, 'integration'),
      },
      // Nothing of these falls due for hours.
      body: JSON.stringify({
        ...submission,
        tenantId: 'northwind',
        severity: 'C',
        require24X7Response: false,
      }),
      connections,
      duration: 22,
      timeout: 60,
    });
    const late: number[] = [];
    for (const id of ids) for (const entry of await timeline(caller, id)) late.push(lateness(entry));
    late.sort((a, b) => a - b);
    const at = (part: number) => String(late[Math.ceil(part * late.length) - 1] ?? Number.NaN);
    const rate = (count: number) => (count / crowd.duration).toFixed(0);
    console.log(
      [
        `round ${round}`.padEnd(8),
        ...[at(0.5), at(0.99), at(1)].map((text) => text.padStart(7)),
        rate(crowd['2xx']).padStart(12),
        rate(crowd.non2xx).padStart(10),
        `${crowd.latency.p99} ms`.padStart(14),
        crowd.errors + crowd.timeouts > 0 ? `${crowd.errors} errors` : '',
      ].join(' '),
    );
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** What fell due of a case, once all of it is recorded: a read of the case would show what nobody has recorded. */
async function timeline(caller: Caller, id: string): Promise<readonly Entry[]> {
  for (;;) {
    const answer = await caller.ask('GET', `/api/cases/${id}/timeline?top=200`);
    const { value } = (answer.ok ? await answer.json() : { value: [] }) as { value: readonly Entry[] };
    const due = value.filter(({ type }) => type === 'clock.thresholdReached' || type === 'clock.breached');
    if (due.length >= 3) return due;
    await sleep(100);
  }
}

const lateness = ({ at, decidedAsOf }: Entry): number => Date.parse(at) - Date.parse(decidedAsOf);
