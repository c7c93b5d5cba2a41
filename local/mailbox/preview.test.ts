import { describe, expect, it } from 'vitest';

import { languages, render, samplesIn } from '../../shared/mail/index.ts';
import { inTheme, preview } from './preview.ts';

const get = (path: string, settings = {}) =>
  preview(new URL(`http://127.0.0.1/local/preview/${path}`), settings);

describe('the page of all notices', () => {
  it('offers every language, and lists what there is in it', async () => {
    expect(await get('languages')?.json()).toEqual(languages);
    const listed = (await get('de')?.json()) as { id: string; subject: string; audience: string }[];
    expect(listed.map(({ id }) => id)).toEqual(samplesIn('de').map(({ id }) => id));
    expect(listed.find(({ id }) => id === 'acknowledgement-1')?.subject).toContain('Buchung von');
  });

  it('shows a notice as it is mailed, in HTML and as plain text', async () => {
    const sample = samplesIn('ja').find(({ id }) => id === 'closed-1');
    const { html, text } = sample ? render(sample.of, sample.mail) : { html: '', text: '' };
    expect(await get('ja/closed-1.txt')?.text()).toBe(text);
    expect(await get('ja/closed-1.html')?.text()).toBe(inTheme(html, 'light'));
    expect(await get('ja/closed-1.html?theme=dark')?.text()).toBe(inTheme(html, 'dark'));
  });

  it('lets a notice run nothing, and load nothing but pictures', () => {
    const policy = get('en/closed-1.html')?.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/sandbox allow-same-origin(;|$)/);
  });

  it('looks and leads where the settings say, and says what is wrong with them', async () => {
    const settings = { MAIL_BRAND_NAME: 'Contoso Care', PUBLIC_URL: 'https://support.contoso.example' };
    const shown = await get('en/informationRequested-1.html', settings)?.text();
    expect(shown).toContain('Contoso Care');
    expect(shown).toContain('href="https://support.contoso.example/mail#en.answer.sample"');
    const wrong = get('en', { MAIL_BRAND_COLOR: 'blue' });
    expect(wrong?.status).toBe(503);
    expect(await wrong?.text()).toContain('MAIL_BRAND_COLOR must read #rrggbb.');
  });

  it.each(['ko', 'en/none-1.html', 'en/closed-1.exe', '../page.js'])('has nothing at %s', (path) => {
    expect(get(path)).toBeUndefined();
  });
});
