/** The page in a real browser, for tests. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

import type { CaseView } from '../../shared/api/schemas.ts';

const patience = 60_000;

export interface Opened {
  readonly page: Page;
  /** What the console has called an error. */
  readonly wrong: readonly string[];
}

/** Opens the page at `hash`, and waits until it shows something. */
export async function openPage(
  browser: Browser,
  origin: string,
  hash: string,
  {
    colorScheme = 'light',
    width = 1280,
    ...others
  }: BrowserContextOptions & { readonly width?: number } = {},
): Promise<Opened> {
  const page = await browser.newPage({
    colorScheme,
    viewport: { width, height: 900 },
    timezoneId: 'Europe/Helsinki',
    locale: 'en-GB',
    ...others,
  });
  page.setDefaultTimeout(patience);
  const wrong: string[] = [];
  page.on('console', (line) => line.type() === 'error' && wrong.push(line.text()));
  page.on('pageerror', (error) => wrong.push(error.message));
  await page.goto(`${origin}/ops${hash}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return { page, wrong };
}

/** The row of a case. */
export const rowOf = (page: Page, { reference }: Pick<CaseView, 'reference'>) =>
  page.getByRole('row').filter({ has: page.getByRole('link', { name: reference }) });

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds, by rule, with the elements concerned. It is put in by the debugger, past the page's own policy. */
export async function hurdles(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(
    `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' | ')))`,
  );
}
