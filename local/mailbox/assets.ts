import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const types = { html: 'text/html', css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml' } as const;

const files: Readonly<Record<string, { file: string; type: keyof typeof types }>> = {
  '/local/': { file: 'index.html', type: 'html' },
  '/local/page.css': { file: 'page.css', type: 'css' },
  '/local/mails.css': { file: 'mails.css', type: 'css' },
  '/local/page.js': { file: 'page.js', type: 'js' },
  '/local/icon.svg': { file: 'icon.svg', type: 'svg' },
};

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The page and what it loads, or undefined for any other path. */
export function asset(pathname: string): Response | undefined {
  const known = files[pathname];
  if (!known) return undefined;
  return new Response(readFileSync(join(folder(), known.file)), {
    headers: {
      'content-type': `${types[known.type]}; charset=utf-8`,
      'content-security-policy': policy,
      'cache-control': 'no-cache',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
  });
}

/** The page's files stay in the sources: the compiler copies neither HTML nor CSS to the build output. */
function folder(): string {
  for (let place = import.meta.dirname; ; place = dirname(place)) {
    const candidate = join(place, 'local', 'mailbox', 'page');
    if (existsSync(join(candidate, 'index.html'))) return candidate;
    if (place === dirname(place))
      throw new Error('the files of the mailbox page are missing: local/mailbox/page');
  }
}
