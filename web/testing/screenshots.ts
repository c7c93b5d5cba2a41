/** Takes the pictures of docs/images: `npm run screenshots`. They show a week of made-up cases on the virtual clock. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { openBrowser } from '../../test/support/browser.ts';
import { Product } from '../../test/support/product.ts';
import { openPage } from './browser.ts';
import { putTenants, submitMany } from './seed.ts';

const folder = join(import.meta.dirname, '../../docs/images');
const perDay = 8;

const product = await Product.start({ now: '2026-11-16T08:00:00Z' });
const { client } = product;
await putTenants(client);
let last: Awaited<ReturnType<typeof submitMany>> = [];
for (let day = 0; day < 5; day++) {
  await client.advanceTo(`2026-11-${16 + day}T08:00:00Z`);
  last = await submitMany(client, perDay, day * perDay);
  await client.advance('PT50M');
  for (const [index, { id }] of last.entries()) {
    if (index % 3 === 1) await client.act(id, { type: 'engineer.contacted' });
    if (index % 3 === 0) {
      await client.act(id, {
        type: 'case.assigned',
        owner: { id: 'e-7', name: index % 2 ? 'Noor Haddad' : 'Mika Laine' },
      });
      if (day < 4)
        await client.act(id, { type: 'engineer.requestedInformation', message: 'Which order is it?' });
    }
  }
}
await client.advance('PT25M');

const [proven] = last.filter(({ tenantId, coverage }) => tenantId === 'tailspin' && coverage !== '24x7');
if (!proven) throw new Error('there is no case whose proof could be shown');
const clock = proven.clocks[0]?.id ?? '';
const shots = [
  ['cases', '#/cases'],
  ['case', `#/cases/${proven.reference}?proof=${encodeURIComponent(clock)}`],
  ['promises', '#/promises'],
  ['days', '#/days'],
  ['machine', '#/machine'],
] as const;

mkdirSync(folder, { recursive: true });
const browser = await openBrowser('--disable-lcd-text');
for (const [name, hash] of shots)
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [390, 1280]) {
      const { page, wrong } = await openPage(browser, client.origin, hash, { colorScheme, width });
      await page.waitForLoadState('networkidle');
      const path = join(folder, `operations-${name}-${width}-${colorScheme}.png`);
      await page.screenshot({ path, clip: { x: 0, y: 0, width, height: width > 1000 ? 560 : 800 } });
      if (wrong.length > 0) throw new Error(wrong.join('\n'));
      await page.close();
    }
await browser.close();
await product.dispose();
