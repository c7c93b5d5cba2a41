import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { toInstant, toMs } from '../../shared/calendar/instant.ts';
import type { MailKind } from '../../shared/cases/index.ts';
import { render } from '../../shared/mail/index.ts';
import { exampleCase, exampleMail } from '../../shared/mail/testing/service.ts';
import { createMailbox } from './index.ts';
import { send, serve } from './testing/server.ts';
import { openBrowser } from '../../test/support/browser.ts';

const accessKey = Buffer.alloc(32, 7).toString('base64');
const start = toMs('2026-11-20T08:00:00Z');
const steps: Readonly<Record<string, number>> = {
  PT15M: 900_000,
  PT1H: 3_600_000,
  PT4H: 14_400_000,
  P1D: 86_400_000,
};

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

let site: Awaited<ReturnType<typeof setUp>>;
let page: Page;
const wrong: string[] = [];

/** The mailbox beside a clock that keeps the contract of `/local/clock`. */
async function setUp() {
  const clock = { now: start, speed: 0 };
  const mailbox = createMailbox({ path: ':memory:', accessKey, now: () => clock.now });
  const read = () => Response.json({ now: toInstant(clock.now), speed: clock.speed });
  const server = await serve(mailbox, accessKey, async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === '/local/token') return Response.json({ token: 'operations' });
    if (pathname.startsWith('/api/'))
      return Response.json({ path: pathname, authorization: request.headers.get('authorization') });
    if (pathname !== '/local/clock') return new Response('', { status: 404 });
    if (request.method === 'GET') return read();
    const change = (await request.json()) as { advance?: string; speed?: number };
    const step = steps[change.advance ?? ''];
    if (change.advance !== undefined && step === undefined)
      return Response.json({ title: 'Bad duration', detail: 'advance must be a duration' }, { status: 400 });
    clock.now += step ?? 0;
    clock.speed = change.speed ?? clock.speed;
    return read();
  });
  const deliver = (kind: MailKind, audience: 'customer' | 'operations', title?: string) => {
    const of = { ...exampleCase, ...(title === undefined ? {} : { title }) };
    const mail = exampleMail({ kind, audience, about: { percent: 50 } });
    const to =
      audience === 'customer'
        ? ['aiko@contoso.example']
        : ['operations@caseclock.example', 'duty@caseclock.example'];
    return send(server.settings, {
      ...render(of, mail),
      to,
      from: server.settings.MAIL_FROM,
      caseId: of.id,
      kind,
    });
  };
  await deliver('acknowledgement', 'customer');
  await deliver('responseWarning', 'operations');
  await deliver('responseLate', 'customer');
  return { server, clock, deliver };
}

beforeEach(async () => {
  site = await setUp();
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(300_000);
  wrong.length = 0;
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
  page.on('request', (request) => {
    if (!request.url().startsWith(site.server.origin) && !request.url().startsWith('data:'))
      wrong.push(request.url());
  });
  await page.goto(`${site.server.origin}/local/`);
  await page.locator('#list li').nth(2).waitFor();
});
afterEach(async () => {
  await page.close();
  await site.server.close();
  expect(wrong).toEqual([]);
});

describe('the mailbox page', () => {
  it('lists the mails, latest first, and tells sender, recipient, kind, subject and time', async () => {
    const first = page.locator('#list button').first();
    for (const text of [
      'responseLate',
      'Our answer to your request is late',
      'support@caseclock.example → aiko@contoso.example',
      '2026-11-20 08:00:00 UTC',
    ])
      expect(await first.textContent()).toContain(text);
  });

  it('shows a mail as HTML in a sandboxed frame, and as text', async () => {
    await page.locator('#list button').first().click();
    const frame = page.frameLocator('#html');
    expect(await frame.locator('h1').textContent()).toBe('Our answer is late');
    expect(await page.locator('#html').getAttribute('sandbox')).toBe('');
    await page.getByRole('button', { name: 'Text' }).click();
    expect(await page.locator('#text').textContent()).toContain('Hello Aiko Tanaka,');
    expect(await page.locator('#html').isVisible()).toBe(false);
  });

  it('keeps markup in a title as text, in the list, in the mail and in the frame', async () => {
    await site.deliver('acknowledgement', 'customer', '<img src=x onerror=alert(1)><b>bold</b>');
    await page.getByRole('button', { name: /<b>bold/ }).click();
    expect(await page.locator('#subject').textContent()).toContain('<b>bold</b>');
    const shown = page.frameLocator('#html').locator('td', { hasText: '<b>bold</b>' });
    await shown.first().waitFor();
    expect(await shown.count()).toBe(1);
    expect(await page.frameLocator('#html').locator('img, td b').count()).toBe(0);
  });

  it('filters by recipient', async () => {
    await page.getByLabel('To', { exact: true }).selectOption('operations@caseclock.example');
    expect(await page.locator('#list li').count()).toBe(1);
    expect(await page.locator('#list').textContent()).toContain('responseWarning');
    await page.getByLabel('To', { exact: true }).selectOption('duty@caseclock.example');
    expect(await page.locator('#list').textContent()).toContain('responseWarning');
  });

  it('is worked by keyboard', async () => {
    await page.locator('#list button').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await page.locator('#subject').textContent()).toContain('50 %');
    expect(await page.evaluate('document.activeElement.dataset.id')).toBe('2');
  });

  it('shows a mail that comes while the page is open', async () => {
    await site.deliver('responseBreached', 'operations');
    await page.locator('#list li').nth(3).waitFor();
    expect(await page.locator('#list button').first().textContent()).toContain('responseBreached');
  });

  it.each([
    { button: '+15 min', now: '2026-11-20 08:15:00 UTC' },
    { button: '+1 h', now: '2026-11-20 09:00:00 UTC' },
    { button: '+1 day', now: '2026-11-21 08:00:00 UTC' },
  ])('advances by $button', async ({ button, now }) => {
    await page.getByRole('button', { name: button }).click();
    await page.getByText(`It is ${now}`).waitFor();
    expect(await page.locator('#now').textContent()).toBe(now);
    expect(await page.evaluate('document.activeElement.textContent')).toBe(button);
  });

  it('advances by a duration of one’s own, and says what is wrong with one', async () => {
    await page.getByLabel('Duration').fill('PT4H');
    await page.keyboard.press('Enter');
    await page.getByText('It is 2026-11-20 12:00:00 UTC').waitFor();
    await page.getByLabel('Duration').fill('soon');
    wrong.length = 0;
    await page.keyboard.press('Enter');
    await page.getByText('advance must be a duration').waitFor();
    // The browser itself reports the 400.
    expect(wrong.splice(0)).toEqual([expect.stringContaining('400')]);
  });

  it('sets the speed', async () => {
    await page.getByLabel('Speed').fill('60');
    await page.getByRole('button', { name: 'Set' }).click();
    await page.getByText('60 times as fast').waitFor();
    expect(site.clock.speed).toBe(60);
  });

  it('shows alarms and a case’s timeline with a token of operations', async () => {
    await page.getByRole('link', { name: 'Alarms' }).click();
    await page.getByText('Bearer operations').waitFor();
    expect(await page.locator('#json-body').textContent()).toContain('/api/operations/alarms');
    await page.getByRole('button', { name: 'Close' }).click();
    await page.locator('#list button').first().click();
    await page.getByRole('link', { name: exampleCase.id }).click();
    await page.getByText(`/api/cases/${exampleCase.id}/timeline`).waitFor();
  });

  it('fits a phone: list or mail, nothing wider than the screen', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    const fits = () => page.evaluate('document.documentElement.scrollWidth <= innerWidth');
    expect(await fits()).toBe(true);
    await page.locator('#list button').first().click();
    expect(await fits()).toBe(true);
    expect(await page.locator('#list').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'All mails' }).click();
    expect(await page.locator('#list').isVisible()).toBe(true);
  });

  it('shows every notice on a phone, none wider than the screen', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(`${site.server.origin}/local/preview/?language=de&kind=informationRequested`);
    await page.locator('iframe').first().waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  });

  it('forbids everything from elsewhere', async () => {
    const answer = await fetch(`${site.server.origin}/local/`);
    expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
    const mail = await fetch(`${site.server.origin}/local/mail/1/html`);
    expect(mail.headers.get('content-security-policy')).toContain('sandbox');
  });
});
