/**
 * Cases accepted per second over HTTP at 20 connections, with full sync, against a bare `node:http` server that
 * makes one SQLite commit a request. Both are child processes on the same disk and take turns in one run, so
 * that what else the machine does weighs on both. Prints the median of the rounds' ratios.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import autocannon from 'autocannon';

import { startServer, type Server } from './support/child.ts';
import { Caller, tokenFor } from './support/caller.ts';
import { median } from './support/median.ts';
import { entitlement, submission } from './support/samples.ts';

const connections = 20;
const rounds = 5;
const aim = 0.2;
/** Requests in a round: enough for a second or two each. */
const amounts = { bare: 3000, product: 1000 } as const;

const root = join(import.meta.dirname, '..');

interface Target {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export async function run(): Promise<void> {
  // In the working directory: a temporary folder is often memory, where a sync to disk costs nothing.
  await mkdir(join(root, '.caseclock'), { recursive: true });
  const folder = await mkdtemp(join(root, '.caseclock', 'bench-'));
  const servers: Server[] = [];
  try {
    const bareServer = await startServer([join(root, 'bench/support/bare.ts'), join(folder, 'bare.db')]);
    servers.push(bareServer);
    const data = join(folder, 'product');
    const main = join(root, 'dist/local/main.js');
    const profile = process.env['BENCH_PROFILE'] ? ['--cpu-prof', '--cpu-prof-dir=reports/profiles'] : [];
    const productServer = await startServer([
      ...profile,
      main,
      ...['--port', '0', '--data', data, '--app', root, '--quiet'],
    ]);
    servers.push(productServer);
    await measure({ url: bareServer.origin, headers: {} }, await prepare(productServer.origin));
  } finally {
    for (const server of servers) await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(bare: Target, product: Target): Promise<void> {
  console.log(`submissions: ${connections} connections, full sync, ${rounds} rounds after one to warm up`);
  console.log('         bare/s  cases/s  ratio   work behind a round, done after');
  const ratios: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const bareRate = await load(bare, amounts.bare);
    const productRate = await load(product, amounts.product);
    const behind = await settle(new URL(product.url).origin);
    const ratio = productRate / bareRate;
    const name = round === 0 ? 'warm-up' : `round ${round}`;
    if (round > 0) ratios.push(ratio);
    console.log(
      `${name.padEnd(8)} ${bareRate.toFixed(0).padStart(6)}  ${productRate.toFixed(0).padStart(7)}  ${ratio.toFixed(2)}    ${behind.toFixed(1)} s`,
    );
  }
  const result = median(ratios);
  console.log(`median ratio ${result.toFixed(2)} (aim: at least ${aim})\n`);
}

/** Requests per second until `amount` are answered. Throws unless each was answered 201. */
async function load({ url, headers }: Target, amount: number): Promise<number> {
  const started = performance.now();
  const result = await autocannon({
    url,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(submission),
    connections,
    amount,
  });
  const seconds = (performance.now() - started) / 1000;
  if (result.non2xx + result.errors + result.timeouts > 0 || result['2xx'] < amount) {
    throw new Error(`${url}: ${result['2xx']} of ${amount} requests were accepted.`);
  }
  return amount / seconds;
}

/** Records the entitlement that the cases are submitted under. */
async function prepare(origin: string): Promise<Target> {
  const path = `/api/entitlements/${submission.tenantId}`;
  await new Caller(origin).call('PUT', path, { as: 'operations', body: entitlement });
  return { url: `${origin}/api/cases`, headers: { authorization: await tokenFor(origin, 'integration') } };
}

/** Waits until alarms and mail behind the accepted cases are done; how long that took, in seconds. */
async function settle(origin: string): Promise<number> {
  const started = performance.now();
  const answer = await fetch(`${origin}/local/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ speed: 1 }),
  });
  if (!answer.ok) throw new Error(`The clock was answered ${answer.status}.`);
  return (performance.now() - started) / 1000;
}
