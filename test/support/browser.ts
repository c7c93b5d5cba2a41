import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser, type Page } from 'playwright-core';

/** A real browser that comes by npm. */
export async function openBrowser(...more: readonly string[]): Promise<Browser> {
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    // With one process for everything, closing a page ends the browser.
    args: [...chromium.args.filter((arg) => arg !== '--single-process'), ...more],
  });
}

/** What goes wrong on a page from now on: what its console calls an error, and what is thrown there. */
export function errorsOn(page: Page): readonly string[] {
  const wrong: string[] = [];
  page.on('console', (line) => line.type() === 'error' && wrong.push(line.text()));
  page.on('pageerror', (error) => wrong.push(error.message));
  return wrong;
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds, by rule, with the elements concerned. It is put in by the debugger, past the page's own policy. */
export async function hurdles(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(
    `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' | ')))`,
  );
}
