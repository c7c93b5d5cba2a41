/** A disk that is full while thresholds fall due: it is said, once and again at most, and made good when there is room. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { Product } from '../support/product.ts';
import { contoso, submission } from '../support/samples.ts';
import { fellDue, ofType, unanswered } from '../support/timeline.ts';

let folder: string;
let full: string;
let product: Product;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caseclock-disk-'));
  full = join(folder, 'full');
  const preload = new URL('../support/fullDisk.mjs', import.meta.url).href;
  product = await Product.start({ settings: { NODE_OPTIONS: `--import=${preload}`, FULL_DISK: full } });
  await product.client.putEntitlement('contoso', contoso);
});
afterAll(async () => {
  await product.dispose();
  await rm(folder, { recursive: true, force: true });
});

test('a full disk is told by ready and by few lines, keeps nobody busy, and costs no threshold', async () => {
  const { client } = product;
  const ids: string[] = [];
  for (let index = 0; index < 20; index += 1) ids.push((await client.submit(submission)).id);
  await client.setSpeed(600);
  await writeFile(full, '');
  const since = performance.now();

  // Writes are refused as what may succeed later; reads work.
  const refused = await client.call('POST', '/api/cases', { body: submission });
  expect(refused).toMatchObject({ status: 503, body: { code: 'notAvailable' } });
  expect(await client.call('GET', '/api/ready', { as: 'nobody' })).toMatchObject({ status: 503 });
  expect(await client.call('GET', `/api/cases/${ids[0] ?? ''}`)).toMatchObject({ status: 200 });

  // Two warnings and a breach of each case fall due meanwhile, and nothing can be recorded.
  while (Date.parse(await client.now()) < Date.parse('2026-11-20T09:10:00Z')) {
    await client.call('POST', '/api/cases', { body: submission });
  }
  for (const id of ids) expect(ofType(await client.timeline(id), 'clock.breached')).toEqual([]);
  const seconds = (performance.now() - since) / 1000;
  await rm(full);

  for (const id of ids) {
    for (;;) {
      const timeline = await client.timeline(id);
      if (ofType(timeline, 'clock.breached').length === 0) continue;
      expect(fellDue(timeline)).toMatchObject(unanswered);
      break;
    }
  }
  expect(await client.call('GET', '/api/ready', { as: 'nobody' })).toMatchObject({ status: 200 });

  await product.stop();
  const tries = Number(await readFile(`${full}.refused`, 'utf8'));
  const lines = product.printed.split('\n').filter((line) => /^(?:error|warning|critical): /.test(line));
  expect(product.printed).toContain('database or disk is full');
  expect(lines.length).toBeLessThan(100);
  // What spins tries tens of thousands of times a second.
  expect(tries).toBeLessThan(2000 * (seconds + 1));
});
