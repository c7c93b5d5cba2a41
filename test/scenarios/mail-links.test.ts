import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { LinkView } from '../../shared/api/links/endpoints.ts';
import { languageFor, messagesIn, type MailAction } from '../../shared/mail/index.ts';
import { type Client, type Fault, withoutTrace } from '../support/client.ts';
import { Product } from '../support/product.ts';
import { contoso, submission } from '../support/samples.ts';
import { errorsOn, hurdles, openBrowser } from '../support/browser.ts';

let product: Product;
let client: Client;
let browser: Browser;
beforeAll(async () => {
  const settings = { MAIL_BRAND_NAME: 'Nord & Süd', MAIL_BRAND_COLOR: '#7a1f5c' };
  product = await Product.start({ prints: [], settings });
  ({ client } = product);
  await client.putEntitlement('contoso', contoso);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await product.dispose();
});

const contactIn = (language: string, others: string[] = []) => ({
  ...submission.contactDetails,
  preferredSupportLanguage: language,
  ...(others.length > 0 ? { additionalEmailAddresses: others } : {}),
});

/** A case whose customer has been asked something, by a mail with links. */
async function asked(language = 'ja', others: string[] = [], severity = 'B') {
  const contactDetails = contactIn(language, others);
  const { id } = await client.submit({ ...submission, severity, contactDetails });
  await client.act(id, { type: 'engineer.requestedInformation', message: 'Which build is it?' });
  await client.advance('PT1M');
  return { id, ...(await linksOf(id, 'informationRequested')) };
}

/** The links of the last mail of a kind, by action, and their token. */
async function linksOf(caseId: string, kind: string) {
  const mail = (await client.mail({ caseId, kind })).at(-1);
  const found = [...(mail?.html ?? '').matchAll(/href="([^"]*\/mail#[^"]*)"/g)].map(([, link = '']) => link);
  const links = new Map(found.map((link) => [link.split('#')[1]?.split('.')[1] as MailAction, link]));
  const token = found[0]?.split('#')[1]?.split('.').slice(2).join('.') ?? '';
  return { links, token };
}

const read = (token: string, language?: string) =>
  client.call<LinkView & Fault>('POST', '/api/mail/links/read', { as: 'nobody', body: { token, language } });
const act = (token: string, action: MailAction, more: object = {}) =>
  client.call<{ thanks: string } & Fault>('POST', '/api/mail/links/act', {
    as: 'nobody',
    body: { token, action, ...more },
  });
const typesOf = async (id: string) => (await client.timeline(id)).map(({ type }) => type);
const replyClock = async (id: string) =>
  (await client.read(id, { as: 'operations' })).clocks.find(({ kind }) => kind === 'customerReply');

describe('by a link of a mail the customer', () => {
  test('sees the question, and answers it once: the silence clock stops', async () => {
    const { id, token, links } = await asked();
    expect([...links.keys()]).toEqual(['answer', 'present', 'businessHours']);
    const { status, body } = await read(token);
    expect(status).toBe(200);
    expect(body.quote?.lines).toEqual(['Which build is it?']);
    expect(body.actions.map(({ action }) => action)).toEqual([
      'answer',
      'present',
      'businessHours',
      'changeContact',
    ]);
    expect(JSON.stringify(body)).not.toContain(id);
    expect(await replyClock(id)).toMatchObject({ state: 'running' });

    const message = 'It is 10.0.42.1.';
    expect((await act(token, 'answer', { message })).status).toBe(200);
    expect(await replyClock(id)).toMatchObject({ state: 'met' });
    const entry = (await client.timeline(id)).find(({ type }) => type === 'customer.replied');
    expect(entry).toMatchObject({ by: { role: 'integration' }, data: { message } });
    expect(entry?.by.id).toMatch(/^mail:m\d+$/);

    // The same again is the same; anything else comes too late.
    const before = await typesOf(id);
    expect((await act(token, 'answer', { message })).status).toBe(200);
    const again = await act(token, 'answer', { message: 'Or is it?' });
    expect(again.status).toBe(410);
    expect(again.headers.get('content-type')).toBe('application/problem+json');
    expect(again.body.code).toBe('link.over');
    expect((await act(token, 'present')).status).toBe(410);
    expect((await read(token)).status).toBe(410);
    expect(await typesOf(id)).toEqual(before);
  });

  test('says that somebody is there', async () => {
    const { id, token } = await asked();
    expect((await act(token, 'present')).status).toBe(200);
    expect(await replyClock(id)).toMatchObject({ state: 'met' });
  });

  test('accepts what is proposed, or does not', async () => {
    const { id } = await client.submit(submission);
    await client.act(id, { type: 'engineer.proposedResolution', message: 'Restart it.' });
    await client.advance('PT1M');
    const first = await linksOf(id, 'resolutionProposed');
    expect((await read(first.token)).body.actions.map(({ action }) => action).slice(0, 2)).toEqual([
      'accept',
      'reject',
    ]);
    expect((await act(first.token, 'reject', { message: 'No.' })).status).toBe(200);
    await client.act(id, { type: 'engineer.proposedResolution', message: 'Replace it.' });
    await client.advance('PT1M');
    // The first link asked about another proposal.
    expect((await act(first.token, 'accept')).status).toBe(410);
    const second = await linksOf(id, 'resolutionProposed');
    expect((await act(second.token, 'accept')).status).toBe(200);
    expect((await client.read(id)).status).toBe('closed');
    expect((await read((await linksOf(id, 'acknowledgement')).token)).status).toBe(410);
  });

  test('goes over to business hours, and can answer all the same', async () => {
    const { id, token } = await asked();
    expect((await act(token, 'businessHours')).status).toBe(200);
    expect((await client.read(id)).coverage).toBe('businessHours');
    const { body } = await read(token);
    expect(body.actions.map(({ action }) => action)).toContain('answer');
    expect((await act(token, 'answer', { message: 'Here it is.' })).status).toBe(200);
  });

  test('is offered no hours that the severity does not have', async () => {
    const { token } = await asked('ja', [], 'A');
    expect((await read(token)).body.actions.map(({ action }) => action)).not.toContain('businessHours');
    expect((await act(token, 'businessHours')).status).toBe(410);
  });

  test('names another contact, and the links to the former one are dead', async () => {
    const { id, token } = await asked();
    const contactDetails = { firstName: 'Ken', lastName: 'Sato', primaryEmailAddress: 'ken@contoso.example' };
    expect((await act(token, 'changeContact', { contactDetails })).status).toBe(200);
    expect((await client.read(id)).contactDetails).toMatchObject({ ...contactDetails, country: 'JP' });
    await client.advance('PT1M');
    const dead = await act(token, 'present');
    expect(dead).toMatchObject({ status: 404, body: { code: 'link.unknown' } });
    expect(await replyClock(id)).toMatchObject({ state: 'running' });
  });

  test('who gets a copy acts as the contact, and has to say so first', async () => {
    const { id, token } = await asked('en', ['desk@contoso.example']);
    expect((await read(token)).body.confirm?.sentence).toContain('Aiko Tanaka');
    const before = await typesOf(id);
    expect(await act(token, 'present')).toMatchObject({ status: 409, body: { code: 'link.unconfirmed' } });
    expect(await typesOf(id)).toEqual(before);
    expect((await act(token, 'present', { confirmed: true })).status).toBe(200);
  });
});

describe('a link that is no good changes nothing and says so politely', () => {
  test('forged, foreign or cut off: all the same, in the language of the link', async () => {
    const { id, token } = await asked();
    const other = await asked();
    const [version, , ...rest] = token.split('.');
    const foreign = [version, other.token.split('.')[1], ...rest].join('.');
    const before = await typesOf(id);
    const answers = await Promise.all(
      [`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`, foreign, token.slice(0, 50), 'x'].map(
        (text) => read(text, 'de'),
      ),
    );
    for (const { status, text, headers } of answers) {
      expect(status).toBe(404);
      expect(withoutTrace(text)).toBe(withoutTrace(answers[0]?.text ?? ''));
      expect(text).toContain(messagesIn('de').page.problems.unknown);
      expect(headers.get('content-language')).toBe('de');
    }
    expect(await typesOf(id)).toEqual(before);
  });

  test('used too often: 429, for that case alone', async () => {
    const { token } = await asked();
    const other = await asked();
    let last = 200;
    for (let count = 0; count < 40 && last === 200; count += 1) ({ status: last } = await read(token));
    expect(last).toBe(429);
    expect((await read(other.token)).status).toBe(200);
  });

  test('GET changes nothing, whoever follows the link', async () => {
    const { id, links } = await asked();
    const before = await typesOf(id);
    for (const link of links.values()) {
      const answer = await fetch(link);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'/);
    }
    expect(await typesOf(id)).toEqual(before);
  });
});

/** What axe finds, and whether anything is wider than the window, light and dark, on a phone and beside other windows. */
async function faultsIn(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [390, 700]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      const where = `${colorScheme} ${width}: `;
      found.push(...(await hurdles(page)).map((one) => where + one));
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
      if (wide > width) found.push(`${where}it is ${wide} wide`);
    }
  }
  return found;
}

async function open(link: string): Promise<{ page: Page; wrong: readonly string[] }> {
  const page = await browser.newPage({ viewport: { width: 390, height: 800 }, colorScheme: 'dark' });
  const wrong = errorsOn(page);
  await page.goto(link);
  await page.locator('h1').waitFor();
  return { page, wrong };
}

describe.each(['ja', 'de'])('the page in a browser, by keyboard alone: %s', (preferred) => {
  // What the mail is in: English as long as there is no message file.
  const language = languageFor({ contactDetails: contactIn(preferred) }, 'customer');
  const mail = messagesIn(language);
  const words = messagesIn(language).page;

  test('opens at the action of the button, and records the answer', async () => {
    const { id, links, token } = await asked(preferred, ['desk@contoso.example']);
    const { page, wrong } = await open(links.get('answer') ?? '');
    expect(await page.locator('html').getAttribute('lang')).toBe(language);
    expect(await page.locator('h2').textContent()).toBe(mail.actions.answer);
    expect(await page.locator('blockquote').textContent()).toBe('Which build is it?');
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(390);
    // The focus is in the field: text, on to the confirmation, on to the button.
    await page.keyboard.type('10.0.42.1');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText(words.thanks).waitFor();
    expect(await replyClock(id)).toMatchObject({ state: 'met' });
    const entry = (await client.timeline(id)).find(({ type }) => type === 'customer.replied');
    expect(entry?.data).toMatchObject({ message: '10.0.42.1' });

    await page.reload();
    await page.getByText(messagesIn(preferred).page.problems.over).waitFor();
    // The browser itself tells of the refused request.
    expect(wrong.filter((line) => !line.includes('status of 410'))).toEqual([]);
    expect(product.printed).not.toContain(token.slice(-43));
    await page.close();
  });

  test('lists what can be done, and goes back to it', async () => {
    const { links } = await asked(preferred);
    const { page, wrong } = await open((links.get('answer') ?? '').replace('.answer.', '.other.'));
    expect(await page.getByRole('button').allTextContents()).toEqual([
      mail.actions.answer,
      mail.actions.present,
      mail.actions.businessHours,
      mail.actions.changeContact,
    ]);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.locator('h2').textContent()).toBe(mail.actions.present);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate<string>('document.activeElement.textContent')).toBe(mail.actions.present);
    expect(wrong).toEqual([]);
    await page.close();
  });

  test('is headed by whose support it is; axe finds nothing in any of its states', async () => {
    const { links } = await asked(preferred, ['desk@contoso.example']);
    const { page } = await open((links.get('answer') ?? '').replace('.answer.', '.other.'));
    expect(await page.getByRole('banner').textContent()).toBe('Nord & Süd');
    const colour = 'getComputedStyle(document.querySelector("header")).backgroundColor';
    expect(await page.evaluate<string>(colour)).toBe('rgb(122, 31, 92)');
    expect(await faultsIn(page)).toEqual([]);
    for (const action of ['answer', 'changeContact'] as const) {
      await page.getByRole('button', { name: mail.actions[action] }).press('Enter');
      expect(await faultsIn(page)).toEqual([]);
      await page.getByRole('button').last().press('Enter');
    }
    await page.close();
  });

  test('shows why a link does nothing', async () => {
    const { page } = await open(`${client.origin}/mail#${preferred}.answer.v1.forged`);
    expect(await faultsIn(page)).toEqual([]);
    expect(await page.getByRole('alert').textContent()).toBe(messagesIn(preferred).page.problems.unknown);
    expect(await page.locator('html').getAttribute('lang')).toBe(preferred);
    await page.close();
  });
});

test('a case whose best effort is used up goes on as an advisory case by its mails, also when closed (BE-3)', async () => {
  await client.putEntitlement('fourth', { plan: 'unified', country: 'JP' });
  await client.putEntitlement('standard', { plan: 'standard', country: 'JP' });
  const used = async (tenantId: string) => {
    const { id } = await client.submit({
      ...submission,
      tenantId,
      problemType: 'performance',
      scope: 'isolated',
    });
    await client.act(id, { type: 'engineer.contacted' });
    await client.act(id, { type: 'investigation.started' });
    await client.advance('PT2H');
    const half = await linksOf(id, 'bestEffortHalf');
    await client.advance('PT2H');
    expect((await client.read(id)).status).toBe('closed');
    return { id, half };
  };
  const { id, half } = await used('fourth');
  const { links, token } = await linksOf(id, 'advisoryOffered');
  expect([...half.links.keys()]).toEqual(['answer', 'advisory']);
  expect([...links.keys()]).toEqual(['advisory']);
  // Nothing else can be done with a closed case, and its reader is told that it is closed.
  const shown = (await read(token)).body;
  expect(shown.lead).toBe(messagesIn('ja').kinds.bestEffortClosed.heading);
  expect(shown.actions.map(({ action }) => action)).toEqual(['advisory']);
  expect((await act(token, 'answer', { message: 'And now?' })).status).toBe(410);
  expect((await act(token, 'advisory')).status).toBe(200);
  const [other] = (await client.read(id)).linkedCases;
  expect(await client.read(other?.id ?? '')).toMatchObject({ category: 'advisory', status: 'open' });
  // The same again is the same, and another mail of the case comes too late.
  expect((await act(token, 'advisory')).status).toBe(200);
  expect((await act(half.token, 'advisory')).status).toBe(410);
  expect((await client.read(id)).linkedCases).toHaveLength(1);

  const without = await used('standard');
  expect([...without.half.links.keys()]).toEqual(['answer']);
  expect((await read(without.half.token)).status).toBe(410);
});

test('expired: the page says so in the customer’s language, and nothing is changed', async () => {
  const { id } = await client.submit(submission);
  await client.advance('PT1M');
  const { links, token } = await linksOf(id, 'acknowledgement');
  expect((await read(token)).status).toBe(200);
  await client.advance('P31D');
  const before = (await client.read(id)).sequence;
  expect(await act(token, 'answer', { message: 'Late.' })).toMatchObject({ status: 410 });
  const { page } = await open(links.get('answer') ?? '');
  const language = languageFor(submission, 'customer', ['en', 'ja']);
  expect(await page.getByRole('alert').textContent()).toBe(messagesIn(language).page.problems.over);
  await page.close();
  expect((await client.read(id)).sequence).toBe(before);
});

test('the line that says why leads to the sentence of the rule, without a token', async () => {
  const { id } = await asked('de');
  const mail = (await client.mail({ caseId: id, kind: 'informationRequested' })).at(-1);
  const [, link = ''] = /href="([^"]*\/mail\/rules\/[^"]*)"/.exec(mail?.html ?? '') ?? [];
  const answer = await fetch(link);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('rule COM-');
  expect((await fetch(`${client.origin}/mail/rules/%3Cb%3E`)).status).toBe(404);
});
