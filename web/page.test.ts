import { text } from 'node:stream/consumers';
import { brotliCompressSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { CaseView } from '../shared/api/schemas.ts';
import { Product } from '../test/support/product.ts';
import { contoso, submission } from '../test/support/samples.ts';
import { hurdles, openBrowser } from '../test/support/browser.ts';
import { builtPage } from './build.ts';
import { openPage, rowOf } from './testing/browser.ts';

let product: Product;
let browser: Browser;
/** Waits for its first response around the clock; by the hours of Japan; for the customer. */
let cases: Record<'urgent' | 'inHours' | 'asked', CaseView>;
beforeAll(async () => {
  product = await Product.start();
  const { client } = product;
  await client.putEntitlement('contoso', contoso);
  const asked = await client.submit({
    ...submission,
    title: `Labels are not printed to //${'printserver'.repeat(15)}`,
  });
  await client.act(asked.id, { type: 'engineer.requestedInformation', message: 'Which printer is it?' });
  cases = {
    urgent: await client.submit(submission),
    inHours: await client.submit({
      ...submission,
      title: 'The import of journals is slow',
      severity: 'B',
      require24X7Response: false,
    }),
    asked,
  };
  await client.advance('PT61M');
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await product.dispose();
});

const open = (hash: string, colorScheme: 'light' | 'dark' = 'light', width = 1280) =>
  openPage(browser, product.client.origin, hash, { colorScheme, width });

describe('the page of operations', () => {
  it('ends an alarm with a reason, and gives many new ones', async () => {
    const { page, wrong } = await open('#/machine');
    const [{ reference, id }, { reference: other }] = [cases.inHours, cases.asked];
    await page.getByRole('button', { name: `Terminate: ${reference}` }).click();
    const asked = page.getByRole('dialog', { name: `Terminate: ${reference}` });
    await asked.getByLabel('Reason').fill('It loops.');
    await asked.getByRole('button', { name: 'Terminate' }).click();
    await asked.waitFor({ state: 'hidden' });
    expect((await product.client.timeline(id)).at(-1)).toMatchObject({
      type: 'alarm.terminated',
      data: { message: 'It loops.' },
    });
    for (const each of [reference, other]) await page.getByLabel(`Choose ${each}`).check();
    await page.getByRole('button', { name: 'Restart: 2 chosen alarms' }).click();
    await page.getByLabel('Reason').and(page.locator(':visible')).fill('The host was lost.');
    await page.getByRole('dialog').getByRole('button', { name: 'Restart' }).click();
    await rowOf(page, cases.inHours).getByRole('cell', { name: '1', exact: true }).waitFor();
    await rowOf(page, cases.asked).getByRole('cell', { name: '1', exact: true }).waitFor();
    await page.getByRole('link', { name: reference }).click();
    await page.getByText(`${id}.1`).waitFor();
    expect(await hurdles(page)).toEqual([]);
    expect(wrong).toEqual([]);
    await page.close();
  });

  it('gives what is shown as a table for spreadsheets', async () => {
    const { page } = await open('#/cases?tenant=contoso&severity=B');
    await rowOf(page, cases.inHours).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'CSV: Cases' }).click(),
    ]);
    const table = await text(await download.createReadStream());
    expect(download.suggestedFilename()).toBe('cases.csv');
    expect(table.split('\r\n').map((line) => line.split(',')[0])).toEqual([
      'reference',
      cases.inHours.reference,
      '',
    ]);
    await page.close();
  });

  it('draws attainment with what it was made from, and lateness', async () => {
    const { page, wrong } = await open('#/promises', 'dark');
    await page.getByText(/^First response: 1 of 2 kept, 50\.0 %, in \d of \d periods/).waitFor();
    const [promises, lateness] = [page.locator('.chart').first(), page.locator('.chart').nth(1)];
    await promises.locator('canvas').waitFor();
    await promises.getByText('not measured').waitFor();
    await lateness.locator('canvas').waitFor();
    await page.getByLabel('Clock').selectOption('bestEffort');
    await page.getByText('Best effort: nothing was measured').waitFor();
    await page.reload();
    await page.getByText('Best effort: nothing was measured').waitFor();
    expect(wrong).toEqual([]);
    await page.close();
  });

  it('shows the latest of a long timeline, all where that is asked for, and the cases that belong to it', async () => {
    const { client } = product;
    const at = (minutes: number) =>
      new Date(Date.parse('2026-11-18T08:00:00Z') + minutes * 60_000).toISOString();
    const events = Array.from({ length: 400 }, (_, number) => ({
      type: number % 2 ? 'customer.replied' : 'engineer.requestedInformation',
      occurredAt: at(1 + number),
    }));
    const earlier = cases.urgent.reference;
    const { reference } = await client.submit({
      ...submission,
      submittedAt: at(0),
      problemStartTime: at(0),
      relatedTo: earlier,
      events,
    });
    const { page, wrong } = await open(`#/cases/${reference}`);
    await page.getByText(/^Of earlier events \d+ are left out/).waitFor();
    expect(await page.getByText('The case was submitted').count()).toBe(0);
    await page.getByText('Reply of the customer: it came in time.').first().waitFor();
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByText('The case was submitted').waitFor();
    expect(await page.getByText('A clock:').count()).toBe(0);
    await page.getByRole('link', { name: earlier }).click();
    await page.getByRole('heading', { level: 1, name: earlier }).waitFor();
    expect(wrong).toEqual([]);
    await page.close();
  });

  it('previews a policy and a calendar with tenant, title and both instants', async () => {
    const { page, wrong } = await open('#/preview?of=policy');
    const preview = page.getByRole('button', { name: 'Preview' });
    await preview.click();
    const row = rowOf(page, cases.inHours);
    await row.getByText('contoso').waitFor();
    await row.getByText('The import of journals is slow').waitFor();
    expect(await row.getByRole('time').count()).toBe(2);
    expect(await hurdles(page)).toEqual([]);
    await page.getByLabel('Of').selectOption('calendar');
    await page.getByLabel('Country or region').fill('JP');
    await page
      .getByLabel('All that operations')
      .fill('{ "holidays": { "add": [{ "date": "2026-11-24", "name": "Day of mourning" }] } }');
    await preview.click();
    await row.getByText('Wed 25 Nov').waitFor();
    await page.getByLabel('All that operations').fill('{ "holidays": 1 }');
    await preview.click();
    await page.getByText('/holidays').waitFor();
    // The browser itself tells of an answer that refuses.
    expect(wrong.filter((line) => !line.includes('400'))).toEqual([]);
    await page.close();
  });

  it('shows the coming days of where cases are open, and of places that are named', async () => {
    const { page, wrong } = await open('#/days');
    await page.getByRole('cell', { name: /Labor Thanksgiving|勤労感謝|Labour Thanksgiving/ }).waitFor();
    await page.getByLabel('Countries and regions').fill('de-by');
    await page.getByLabel('Countries and regions').blur();
    await page.getByRole('combobox', { name: 'Days' }).selectOption('90');
    await page.getByRole('cell', { name: 'Fri 25 Dec 2026' }).waitFor();
    await page.reload();
    await page.getByRole('cell', { name: 'Fri 25 Dec 2026' }).waitFor();
    expect(wrong).toEqual([]);
    await page.close();
  });

  it('is used by keys', async () => {
    const { page } = await open('');
    await rowOf(page, cases.asked).waitFor();
    await page.keyboard.press('/');
    expect(await page.evaluate('document.activeElement.id')).toBe('search');
    await page.locator('#search').blur();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'What happened' }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.close();
  });

  it.each([
    ['#/cases', 'light', 390],
    ['#/cases', 'dark', 1280],
    ['#/promises', 'light', 1280],
    ['#/machine', 'dark', 390],
    ['#/days', 'light', 390],
  ] as const)('can be used by all: %s, %s, %i px', async (hash, colorScheme, width) => {
    const { page, wrong } = await open(hash, colorScheme, width);
    await page.getByRole('table').first().waitFor();
    expect(await hurdles(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    expect(wrong).toEqual([]);
    await page.close();
  });

  it('says that the connection is lost, and goes on when it is back', async () => {
    const { page } = await open('');
    await page.context().setOffline(true);
    await page.getByText('The connection is lost').waitFor();
    await page.context().setOffline(false);
    await page.getByText('The connection is lost').waitFor({ state: 'detached' });
    await page.close();
  });
});

describe('what is served', () => {
  it('runs no inline code, is kept where its name tells its content, and has nothing beside it', async () => {
    const page = await fetch(`${product.client.origin}/ops`);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
    expect(policy).not.toContain('unsafe');
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    const [, script = ''] = /<script[^>]* src="([^"]+)"/.exec(await page.text()) ?? [];
    const fetched = (encoding: string) =>
      fetch(new URL(script, product.client.origin), { headers: { 'accept-encoding': encoding } });
    const code = await fetched('gzip, deflate, br');
    expect(code.headers.get('cache-control')).toContain('immutable');
    expect(code.headers.get('content-encoding')).toBe('br');
    const zipped = await fetched('gzip');
    expect(zipped.headers.get('content-encoding')).toBe('gzip');
    expect(await zipped.text()).toBe(await code.text());
    for (const path of ['/ops/..%2flocal%2fmain.js', '/ops/assets/none.js', '/ops/licences.txt'])
      expect((await fetch(`${product.client.origin}${path}`)).status, path).toBe(404);
  });

  it('has the runbook, with a section at each address that alerts name', async () => {
    const page = await fetch(`${product.client.origin}/ops/runbook`);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(await page.text()).toContain('<h3 id="backlog">');
  });

  it('has less than 120 KB of script, compressed, and of that 30 at first', async () => {
    const { files, script } = await builtPage();
    const scripts = [...files].filter(([path]) => path.endsWith('.js'));
    const length = (contents: Uint8Array) => brotliCompressSync(contents).length;
    expect(scripts.length).toBeGreaterThan(2);
    expect(scripts.reduce((sum, [, contents]) => sum + length(contents), 0)).toBeLessThan(120_000);
    expect(length(files.get(script) ?? new Uint8Array())).toBeLessThan(30_000);
  });
});
