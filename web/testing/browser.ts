/** The page in a real browser, for tests. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

import type { CaseView } from '../../shared/api/schemas.ts';
import { errorsOn } from '../../test/support/browser.ts';

const patience = 60_000;

export interface Opened {
  readonly page: Page;
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
  const wrong = errorsOn(page);
  await page.goto(`${origin}/ops${hash}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return { page, wrong };
}

/** The row of a case. */
export const rowOf = (page: Page, { reference }: Pick<CaseView, 'reference'>) =>
  page.getByRole('row').filter({ has: page.getByRole('link', { name: reference }) });
