/**
 * How long a request holds the event loop: the compiled product in a process of its own, with a monitor loaded into
 * it, is sent the worst that each endpoint accepts, cold and again. Prints the longest hold of each: how long the
 * thread was at work in it, and in brackets by the wall clock, in which whatever else the machine does counts too.
 * Data lie in memory where there is a folder for it: a sync to disk holds as long as the disk takes, which is not
 * asked here.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Caller, type Request } from './support/caller.ts';
import { startServer, type Server } from './support/child.ts';
import type { Hold } from './support/holdMonitor.ts';
import { entitlement, submission } from './support/samples.ts';
import * as worst from './support/worst.ts';

const aim = 50;
const root = join(import.meta.dirname, '..');

export async function run(): Promise<void> {
  const folder = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'caseclock-bench-'));
  const monitor = join(root, 'bench/support/holdMonitor.ts');
  const main = join(root, 'dist/local/main.js');
  const server = await startServer([
    ...['--import', monitor, main, '--port', '0', '--data', folder, '--app', root, '--quiet'],
    ...['--now', '2026-11-20T08:00:00Z'],
  ]);
  try {
    const watch = new Watch(server);
    console.log(`hold: the longest hold of the event loop by one request (aim: at most ${aim} ms)`);
    console.log('        cold         again  seconds    bytes of answer');
    await askAll(watch);
    console.log(`  worst of all: ${watch.worst.toFixed(1)} ms\n`);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function askAll(watch: Watch): Promise<void> {
  await warmUp(watch.caller);
  await watch.row('an idle product', 'GET', '/api/health');
  await watch.row('OpenAPI document', 'GET', '/api/openapi.json');
  await watch.row('calendars', 'GET', '/api/calendars');
  for (const country of ['US', 'CA', 'DE', 'IN']) {
    await watch.row(`calendar ${country}`, 'GET', `/api/calendars/${country}`);
  }
  for (const [name, body] of Object.entries(worst.deadlines)) {
    await watch.row(`deadlines: ${name}`, 'POST', '/api/deadlines', { body });
  }
  const wholes = [
    'one with 24 openings a day, 400 holidays, 400 pauses',
    '24 openings a day for 20 years, as many as fit',
  ] as const;
  for (const name of wholes) {
    const body = worst.deadlines[name];
    await watch.row(`deadlines with proofs: ${name}`, 'POST', '/api/deadlines?segments=true', { body });
  }
  await cases(watch);
  await policies(watch);
  for (const [name, body] of Object.entries(worst.refused)) {
    await watch.row(`submission refused: ${name}`, 'POST', '/api/cases', { body });
    await watch.row(`policy preview refused: ${name}`, 'POST', '/api/policy/preview', { body });
    await watch.row(`entitlement refused: ${name}`, 'PUT', '/api/entitlements/contoso', { body });
  }
}

/** One case with its mail, for which the mail service's library is loaded once in a process. */
async function warmUp(caller: Caller): Promise<void> {
  await caller.call('PUT', `/api/entitlements/${submission.tenantId}`, { body: entitlement });
  await caller.call('POST', '/api/cases', { body: submission });
  await caller.call('POST', '/local/clock', { body: { advance: 'PT1S' } });
}

async function cases(watch: Watch): Promise<void> {
  const { caller } = watch;
  const body = worst.largestEntitlement;
  await watch.row('entitlement', 'PUT', '/api/entitlements/contoso', { body });
  await watch.row('submission, 240 KB', 'POST', '/api/cases', { body: worst.largestSubmission });
  const largest = { ...submission, severity: 'B', require24X7Response: false };
  const { id } = (await caller.call('POST', '/api/cases', { body: largest })) as { id: string };
  for (let count = 0; count < 100; count += 1) {
    const message = 'x'.repeat(1000);
    const act = (type: string) =>
      caller.call('POST', `/api/cases/${id}/events`, { as: 'engineer', body: { type, message } });
    await act('engineer.requestedInformation');
    await act('customer.replied');
  }
  await watch.row('case', 'GET', `/api/cases/${id}`);
  await watch.row('timeline', 'GET', `/api/cases/${id}/timeline?top=200`);
  await watch.row('proof', 'GET', `/api/cases/${id}/clocks/initialResponse/proof`);
  await watch.row('event', 'POST', `/api/cases/${id}/events`, {
    as: 'engineer',
    body: { type: 'engineer.requestedInformation', message: '説'.repeat(8000) },
  });
  for (let count = 0; count < 200; count += 1) await caller.call('POST', '/api/cases', { body: largest });
  await watch.row('list', 'GET', '/api/cases?top=200');
  await watch.row('alarms', 'GET', '/api/operations/alarms?top=200');
}

async function policies(watch: Watch): Promise<void> {
  await watch.row('policy', 'GET', '/api/policy');
  await watch.row('policy preview, 2,700 countries', 'POST', '/api/policy/preview', {
    body: worst.largestPolicy,
  });
  await watch.row('policy preview, 2,760 errors', 'POST', '/api/policy/preview', { body: worst.wrongPolicy });
  await watch.row('policy version', 'PUT', '/api/policy/versions/bench', {
    body: { ...worst.largestPolicy, applyTo: 'open' },
  });
}

/** Sends requests one at a time and reads after each how long the loop was held. */
class Watch {
  readonly caller: Caller;
  readonly #server: Server;
  worst = 0;

  constructor(server: Server) {
    this.#server = server;
    this.caller = new Caller(server.origin);
  }

  /** Asks twice: what is cold once, and what is always so. */
  async row(name: string, method: string, path: string, request: Request = {}): Promise<void> {
    const [first, again] = [await this.#ask(method, path, request), await this.#ask(method, path, request)];
    const worst = Math.max(first.hold.work, again.hold.work);
    this.worst = Math.max(this.worst, worst);
    const holds = `${shown(first.hold)} ${shown(again.hold)}`;
    const size = `${first.seconds.toFixed(2).padStart(9)}${String(first.bytes).padStart(9)}`;
    console.log(`${holds}${size}  ${first.status}  ${name}${worst > aim ? '  OVER' : ''}`);
  }

  async #ask(method: string, path: string, request: Request) {
    await this.#server.ask('hold');
    const started = performance.now();
    const answer = await this.caller.ask(method, path, request);
    const bytes = (await answer.arrayBuffer()).byteLength;
    const seconds = (performance.now() - started) / 1000;
    const hold = (await this.#server.ask('hold')) as Hold;
    return { status: answer.status, bytes, seconds, hold };
  }
}

const shown = ({ work, wall }: Hold) => `${work.toFixed(1).padStart(6)} (${wall.toFixed(0).padStart(3)})`;
