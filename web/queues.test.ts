/** The queues of the page over 1,000 cases on the virtual clock: what whoever is on duty sees and does. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { CaseView } from '../shared/api/schemas.ts';
import { hurdles, openBrowser } from '../test/support/browser.ts';
import { Product } from '../test/support/product.ts';
import { contoso, submission } from '../test/support/samples.ts';
import { openPage, rowOf } from './testing/browser.ts';
import { fillData } from './testing/seed.ts';

let product: Product;
let browser: Browser;
/** Waits for its first response around the clock; by the hours of Japan; asked for an answer; of a lost alarm. */
let cases: Record<'urgent' | 'inHours' | 'asked' | 'lost', CaseView>;
beforeAll(async () => {
  product = await Product.start({ fill: (data) => fillData(data, 1000) });
  const { client } = product;
  await client.putEntitlement('contoso', contoso);
  const inHours = { severity: 'B', require24X7Response: false };
  cases = {
    urgent: await client.submit({ ...submission, externalId: 'PRINTER-7' }),
    inHours: await client.submit({ ...submission, ...inHours, title: 'The import of journals is slow' }),
    asked: await client.submit({ ...submission, title: 'Labels are not printed' }),
    lost: await client.submit({ ...submission, ...inHours, title: 'Rates are missing' }),
  };
  await client.act(cases.asked.id, {
    type: 'engineer.requestedInformation',
    message: 'Which printer is it?',
  });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await product.dispose();
});

const open = (hash: string) => openPage(browser, product.client.origin, hash);

describe('the queues of 1,000 cases', () => {
  it('shows 100 at a time, and as many again over a reload', async () => {
    const { page, wrong } = await open('#/cases?sort=newest');
    await page.getByText('These are the first 100.').waitFor();
    await page.getByRole('button', { name: 'Show 100 more' }).click();
    await page.getByText('These are the first 200.').waitFor();
    await page.reload();
    await page.getByText('These are the first 200.').waitFor();
    expect(wrong).toEqual([]);
    await page.close();
  });

  it('keeps a search over a reload, by title, reference or external id', async () => {
    const { page, wrong } = await open('');
    const { reference, externalId = '' } = cases.urgent;
    for (const [text, found] of [
      [externalId, cases.urgent],
      ['of journals is slow', cases.inHours],
      [reference, cases.urgent],
    ] as const) {
      await page.getByLabel('Tenant').fill('contoso');
      await page.getByLabel('Search').fill(text);
      await rowOf(page, found).waitFor();
      await rowOf(page, cases.asked).waitFor({ state: 'detached' });
      await page.reload();
      await rowOf(page, found).waitFor();
      expect(await page.getByLabel('Search').inputValue()).toBe(text);
      expect(await page.getByRole('row').count()).toBe(2);
    }
    expect(wrong).toEqual([]);
    await page.close();
  });

  it('draws the proof of a due instant, and a link to it holds over a reload', async () => {
    const { page, wrong } = await open(`#/cases/${cases.inHours.reference}`);
    await page.getByRole('button', { name: 'Why then?' }).click();
    const bar = page.getByRole('img', { name: /^Counted 4 h 00 min, Closed .*, Holiday/ });
    await bar.waitFor();
    await page.reload();
    await bar.waitFor();
    await page.getByText('Each stretch of time').click();
    const stretches = page.getByRole('table', { name: 'Stretches of time' });
    await stretches.getByRole('cell', { name: 'Holiday' }).waitFor();
    expect(await hurdles(page)).toEqual([]);
    expect(wrong).toEqual([]);
    await page.close();
  });

  it('gives a new alarm to a case whose alarm was ended behind its back', async () => {
    const { id, reference } = cases.lost;
    const hub = await product.taskHub();
    await product.client.expect(202, 'POST', `${hub}/instances/${id}.0/terminate?reason=test`, {
      as: 'nobody',
    });
    const { page, wrong } = await open(`#/cases/${reference}?alarm=open`);
    await page.getByText('Terminated').waitFor();
    await page.getByRole('button', { name: 'Restart alarm' }).click();
    await page.getByText(`${id}.1`).waitFor();
    expect(wrong).toEqual([]);
    await page.close();
  });

  it('counts down to zero and moves the case to the overdue ones, without a reload', async () => {
    const { page, wrong } = await open('#/cases?tenant=contoso');
    const urgent = rowOf(page, cases.urgent);
    await urgent.getByText('1 h 00 min left').waitFor();
    await rowOf(page, cases.inHours).getByText('4 h 00 min left').waitFor();
    await page.getByLabel('Step 15 min').click();
    await urgent.getByText('45 min 00 s left').waitFor();
    await product.client.advance('PT15M');
    const inHours = rowOf(page, cases.inHours);
    await inHours.getByText('3 h 30 min left').waitFor();
    await inHours.getByText('stands still, goes on Tue 24 Nov, 02:00').waitFor();
    await page.getByRole('link', { name: /^Overdue/ }).click();
    await page.getByText('no case of this queue fits').waitFor();
    // Somebody else moves the clock: the page is told.
    await product.client.advance('PT31M');
    await urgent.getByText('late by 1 min 00 s').waitFor();
    expect(wrong).toEqual([]);
    await page.close();
  });

  it('takes a case and acknowledges its alert, and another browser sees it', async () => {
    const [{ page, wrong }, other] = [
      await open('#/cases?state=overdue&tenant=contoso'),
      await open(`#/cases/${cases.urgent.reference}`),
    ];
    const row = rowOf(page, cases.urgent);
    await row.getByRole('button', { name: 'Take it' }).click();
    await row.getByRole('cell', { name: 'local-operations' }).waitFor();
    await other.page.getByText('local-operations works on it.').waitFor();
    await row.getByRole('button', { name: 'Acknowledge' }).click();
    await row.getByText('Acknowledged by local-operations').waitFor();
    await other.page.getByText('acknowledged by local-operations').first().waitFor();
    const view = await product.client.read(cases.urgent.id, { as: 'operations' });
    expect([view.owner?.name, view.alerts?.acknowledgedBy]).toEqual(['local-operations', 'local-operations']);
    expect(await hurdles(page)).toEqual([]);
    expect([...wrong, ...other.wrong]).toEqual([]);
    await page.close();
    await other.page.close();
  });

  it('approves a lowering for want of an answer', async () => {
    const { page, wrong } = await open('#/cases?state=waitingForApproval&tenant=contoso');
    await page.getByText('no case of this queue fits').waitFor();
    await product.client.advance('PT4H');
    const row = rowOf(page, cases.asked);
    await row.getByRole('button', { name: 'Approve lowering' }).click();
    await row.waitFor({ state: 'detached' });
    expect((await product.client.read(cases.asked.id, { as: 'operations' })).severity).toBe('B');
    expect(wrong).toEqual([]);
    await page.close();
  });
});
