import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { languages, mailLook, render, samplesIn } from '../../shared/mail/index.ts';
import { hurdles, openBrowser } from '../../test/support/browser.ts';

const publicUrl = 'https://support.contoso.example';
const look = mailLook({ PUBLIC_URL: publicUrl, MAIL_REPLY_TO: 'reply@contoso.example' });
const link = (action: string) => `${publicUrl}/mail#en.${action}.sample`;

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await openBrowser();
  page = await browser.newPage();
});
afterAll(() => browser.close());

/** Operations' notices are the same in every language. */
function noticesIn(language: string) {
  return samplesIn(language)
    .filter(({ mail }) => mail.audience === 'customer' || language === 'en')
    .map(({ id, of, mail }) => ({ id, html: render(of, mail, { look, link }).html }));
}

/** What of each notice is wider than its frame, or cut off by what holds it. */
const overflowing = `(notices, width) => Promise.all(notices.map(({ id, html }) => new Promise((done) => {
  const frame = document.createElement('iframe');
  frame.style.cssText = 'border:0;height:900px;width:' + width + 'px';
  frame.srcdoc = html;
  frame.onload = () => {
    const { document: inside } = frame.contentWindow;
    const wrong = [...inside.body.querySelectorAll('*')].filter((one) => {
      const { left, right } = one.getBoundingClientRect();
      return right > width || left < 0 || one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0;
    });
    if (inside.documentElement.scrollWidth > width) wrong.push(inside.documentElement);
    frame.remove();
    done(wrong.map((one) => id + ': ' + one.tagName + ' ' + one.textContent.slice(0, 60)));
  };
  document.body.append(frame);
})))`;

describe.each(languages)('notices in %s', (language) => {
  it.each([390, 700])('fit %d px: nothing is wider, nothing is cut off', async (width) => {
    await page.setContent('<!doctype html><body></body>');
    const found = await page.evaluate<string[][]>(
      `(${overflowing})(${JSON.stringify(noticesIn(language))}, ${width})`,
    );
    expect(found).toHaveLength(noticesIn(language).length);
    expect(found.flat()).toEqual([]);
  });
});

describe.each(['light', 'dark'] as const)('axe finds nothing in the %s', (colorScheme) => {
  // A question with its quotation and buttons, the longest of facts, one of operations.
  it.each(['informationRequested-1', 'closed-4', 'acknowledgement-1', 'approvalWanted-1'])(
    '%s',
    async (id) => {
      for (const language of ['de', 'ja']) {
        const sample = samplesIn(language).find((one) => one.id === id);
        if (!sample) throw new Error(`there is no ${id}`);
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width: 700, height: 900 });
        await page.setContent(render(sample.of, sample.mail, { look, link }).html);
        const shown = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
        expect(shown).toBe(colorScheme === 'dark' ? 'rgb(22, 24, 29)' : 'rgb(255, 255, 255)');
        expect(await hurdles(page)).toEqual([]);
      }
    },
  );
});
