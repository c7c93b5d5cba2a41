/**
 * The page of operations over 1,000 cases. Twenty of them open in a browser on this machine: how long from sending a
 * change until it is on the screens. And what one page asks of Cosmos DB in a minute, in request units by Microsoft's
 * table, with a Cosmos-compatible server in place of an account.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';

import { fillWithCrowd } from '../shared/engine/testing/crowd.ts';
import { openCosmosStore } from '../shared/store/cosmos/store.ts';
import { startStandIn } from '../shared/store/testing/standIn.ts';
import { openBrowser } from '../test/support/browser.ts';
import { Product, start } from '../test/support/product.ts';
import { openPage } from '../web/testing/browser.ts';
import { fillData } from '../web/testing/seed.ts';
import { median } from './support/median.ts';
import { startMeter } from './support/meter.ts';

const cases = 1000;
const pages = 20;
const rounds = 15;
/** Seconds. */
const aim = 5;
const view = '#/cases?sort=newest';

export async function run(): Promise<void> {
  console.log(`pages: the queues of ${cases} cases`);
  const browser = await openBrowser();
  try {
    await unitsAMinute(browser);
    await toScreen(browser);
  } finally {
    await browser.close();
  }
  console.log();
}

/** Notes when it first sees an owner called `Round <n>.`, and tells it. */
const watch = `globalThis.seen = {};
globalThis.whenSeen = async (round) => {
  while (!(round in seen)) await new Promise((wait) => setTimeout(wait, 50));
  return seen[round];
};
new MutationObserver(() => {
  for (const [round] of document.querySelector('main').textContent.matchAll(/Round \\d+\\./g)) seen[round] ??= Date.now();
}).observe(document.body, { subtree: true, childList: true, characterData: true });`;

async function toScreen(browser: Browser): Promise<void> {
  const product = await Product.start({ fill: (data) => fillData(data, cases) });
  try {
    const opened: Page[] = [];
    for (let each = 0; each < pages; each += 1) {
      const { page } = await openPage(browser, product.client.origin, view);
      await page.getByRole('row').nth(1).waitFor();
      if (each === 0) await tellFirst(page, product.client.origin);
      await page.evaluate(watch);
      opened.push(page);
    }
    const shown = await newest(product);
    const taken: number[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      await sleep(500 + ((round * 733) % 3000));
      const sent = Date.now();
      await assign(product, shown[round], round);
      for (const page of opened) {
        taken.push(Number(await page.evaluate(`whenSeen('Round ${round}.')`)) - sent);
      }
    }
    taken.sort((one, other) => one - other);
    const at = (part: number) =>
      ((taken[Math.ceil(part * taken.length) - 1] ?? Number.NaN) / 1000).toFixed(2);
    console.log(
      `  from change to ${pages} screens               p50 ${at(0.5)} s, p99 ${at(0.99)} s, most ${at(1)} s (aim: p99 under ${aim} s)`,
    );
  } finally {
    await product.dispose();
  }
}

/** How long from a reload to the first queue, beside a page that is nothing but text; the medians. */
async function tellFirst(page: Page, origin: string): Promise<void> {
  const taken: Record<'queue' | 'text', number[]> = { queue: [], text: [] };
  for (let round = 0; round < 5; round += 1) {
    let began = performance.now();
    await page.goto(`${origin}/ops/runbook`);
    await page.getByRole('heading', { level: 3 }).first().waitFor();
    taken.text.push(performance.now() - began);
    began = performance.now();
    await page.goto(`${origin}/ops${view}`);
    await page.getByRole('row').nth(1).waitFor();
    taken.queue.push(performance.now() - began);
  }
  const [queue, text] = [median(taken.queue), median(taken.text)].map((ms) => `${(ms / 1000).toFixed(2)} s`);
  console.log(`  first queue on the screen                ${queue}; a page of text ${text}`);
}

async function unitsAMinute(browser: Browser): Promise<void> {
  const standIn = await startStandIn();
  const connection = await standIn.connect('caseclock');
  const store = openCosmosStore(connection);
  await fillWithCrowd(store, cases, Date.parse(start));
  await store.close();
  const meter = await startMeter(connection.endpoint);
  // Its clock stands: no sweep comes in between.
  const product = await Product.start({
    settings: { CASE_STORE: 'cosmos', COSMOS_ENDPOINT: meter.endpoint, COSMOS_KEY: connection.key },
  });
  try {
    const shown = await newest(product);
    const changes = async (from: number) => {
      const before = meter.units();
      for (let each = 0; each < 5; each += 1) {
        await assign(product, shown[from + each], from + each);
        await sleep(6000);
      }
      return meter.units() - before;
    };
    const alone = await changes(0);
    const { page } = await openPage(browser, product.client.origin, view);
    await page.getByRole('row').nth(1).waitFor();
    // What has just changed is told again for half a minute.
    await sleep(35_000);
    const before = meter.units();
    await sleep(30_000);
    const quiet = meter.units() - before;
    const watched = await changes(10);
    console.log(`  request units a page and minute          ${(2 * quiet).toFixed(0)} while nothing changes`);
    console.log(
      `  request units a page and change          ${((watched - alone - quiet) / 5).toFixed(0)} besides`,
    );
    await page.close();
  } finally {
    await product.dispose();
    meter.close();
    await standIn.close();
  }
}

/** The ids of the first hundred of the queue. */
async function newest({ client }: Product): Promise<readonly string[]> {
  const { body } = await client.expect<{ readonly value: readonly { readonly id: string }[] }>(
    200,
    'GET',
    '/api/operations/cases?sort=newest&status=open&top=100',
    { as: 'operations' },
  );
  return body.value.map(({ id }) => id);
}

async function assign({ client }: Product, caseId: string | undefined, round: number): Promise<void> {
  if (caseId === undefined) throw new Error('there are too few cases');
  const owner = { id: `e-${round}`, name: `Round ${round}.` };
  const { status, text } = await client.act(caseId, { type: 'case.assigned', owner });
  if (status !== 200) throw new Error(text);
}
