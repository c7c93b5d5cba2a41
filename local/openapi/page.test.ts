import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Product } from '../../test/support/product.ts';
import { errorsOn, openBrowser } from '../../test/support/browser.ts';

let product: Product;
let browser: Browser;
beforeAll(async () => {
  product = await Product.start();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await product.dispose();
});

async function open(colorScheme: 'light' | 'dark'): Promise<{ page: Page; wrong: readonly string[] }> {
  const page = await browser.newPage({ colorScheme });
  const wrong = errorsOn(page);
  await page.goto(`${product.client.origin}/local/openapi/`);
  await page.locator('hgroup').getByRole('link', { name: '/api/openapi.json' }).waitFor();
  return { page, wrong };
}

/** Of a colour as the browser tells it, `rgb(r, g, b)`: WCAG 2.2, "relative luminance". */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map((channel) => {
    const share = Number(channel) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe('the page of the API', () => {
  it('gets a local token, makes a call with it, and breaks nothing of its policy', async () => {
    const { page, wrong } = await open('light');
    await page.getByLabel('Role').selectOption('operations');
    await page.getByRole('button', { name: 'Use a local token' }).click();
    await page.getByText('Calls are made as operations.').waitFor();
    const policy = page.locator('.opblock', { has: page.locator('[data-path="/api/policy"]') });
    await policy.locator('.opblock-summary-control').click();
    await policy.getByRole('button', { name: 'Try it out' }).click();
    const answer = page.waitForResponse((response) => new URL(response.url()).pathname === '/api/policy');
    await policy.getByRole('button', { name: 'Execute' }).click();
    expect((await answer).status()).toBe(200);
    expect(wrong).toEqual([]);
    await page.close();
  });

  it.each(['light', 'dark'] as const)('is readable: %s', async (colorScheme) => {
    const { page } = await open(colorScheme);
    const [back = '', ...texts] = await page.evaluate<string[]>(
      `[getComputedStyle(document.body).backgroundColor,
        ...['#sign-in label', '.info .title', '.opblock-tag'].map((selector) =>
          getComputedStyle(document.querySelector(selector)).color)]`,
    );
    const contrast = texts.map((text) => {
      const [low = 0, high = 0] = [luminance(back), luminance(text)].sort((a, b) => a - b);
      return (high + 0.05) / (low + 0.05);
    });
    // WCAG 2.2, success criterion 1.4.3.
    expect(Math.min(...contrast)).toBeGreaterThanOrEqual(4.5);
    await page.close();
  });

  it('is framed by nobody and loads nothing from elsewhere', async () => {
    const answer = await fetch(`${product.client.origin}/local/openapi/`);
    expect(answer.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'.*frame-ancestors 'none'/,
    );
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  });
});
