/**
 * Takes the pictures of mails in docs/images: `npm run screenshots`. The system needs fonts for Chinese and Japanese
 * (on Debian `fonts-noto-cjk`), or these show boxes. `pngquant`, where it is installed, makes the files a third as large.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { mailLook, render, samplesIn } from '../../../shared/mail/index.ts';
import { openBrowser } from '../../../test/support/browser.ts';
import { inTheme } from '../preview.ts';

const folder = join(import.meta.dirname, '../../../docs/images');
const look = mailLook({
  MAIL_BRAND_NAME: 'Contoso Support',
  MAIL_REPLY_TO: 'reply@contoso.example',
  PUBLIC_URL: 'https://support.contoso.example',
});
const link = (action: string) => `https://support.contoso.example/mail#en.${action}.sample`;

const shots = [
  { language: 'en', id: 'responseWarning-1', width: 700, theme: 'light' },
  { language: 'de', id: 'informationRequested-1', width: 700, theme: 'light' },
  { language: 'ja', id: 'acknowledgement-1', width: 390, theme: 'dark' },
  { language: 'zh-Hant', id: 'severityLowered-1', width: 390, theme: 'light' },
] as const;

const browser = await openBrowser('--disable-lcd-text');
for (const { language, id, width, theme } of shots) {
  const sample = samplesIn(language).find((one) => one.id === id);
  if (!sample) throw new Error(`there is no ${id} in ${language}`);
  const page = await browser.newPage({ viewport: { width, height: 400 } });
  await page.setContent(inTheme(render(sample.of, sample.mail, { look, link }).html, theme));
  const path = join(folder, `mail-${sample.mail.kind}-${language}-${width}-${theme}.png`);
  await page.screenshot({ path, fullPage: true });
  await page.close();
  spawnSync('pngquant', ['--force', '--ext=.png', '32', path]);
}
await browser.close();
