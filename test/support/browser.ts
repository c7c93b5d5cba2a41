import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser } from 'playwright-core';

/** A real browser that comes by npm. */
export async function openBrowser(...more: readonly string[]): Promise<Browser> {
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    // With one process for everything, closing a page ends the browser.
    args: [...chromium.args.filter((arg) => arg !== '--single-process'), ...more],
  });
}
