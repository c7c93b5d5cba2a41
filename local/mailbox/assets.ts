import { join } from 'node:path';
import { asset as fileOf, pageFolder, policyOf } from '../assets.ts';

const files: Readonly<Record<string, string>> = {
  '/local/': 'index.html',
  '/local/page.css': 'page.css',
  '/local/mails.css': 'mails.css',
  '/local/page.js': 'page.js',
  '/local/icon.svg': 'icon.svg',
};
const policy = policyOf();

/** The page and what it loads, or undefined for any other path. */
export function asset(pathname: string): Response | undefined {
  const file = files[pathname];
  return file === undefined ? undefined : fileOf(join(pageFolder('local', 'mailbox', 'page'), file), policy);
}
