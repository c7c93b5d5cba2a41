import { existsSync, readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.png': 'image/png',
};

/** A page may load what lies beside it and call this server; `more` allows what a library cannot do without. */
export function policyOf(more: readonly string[] = []): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    ...(more.some((line) => line.startsWith('style-src')) ? [] : ["style-src 'self'"]),
    ...(more.some((line) => line.startsWith('img-src')) ? [] : ["img-src 'self'"]),
    ...more,
  ].join('; ');
}

/** A file of a page, as a browser may use it. */
export function asset(file: string, policy: string): Response {
  return new Response(readFileSync(file), {
    headers: {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': policy,
      'cache-control': 'no-cache',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
  });
}

/**
 * Where a page's files lie: they stay in the sources, since the compiler copies neither HTML nor CSS.
 * @throws Error that names the folder where it is missing.
 */
export function pageFolder(...path: readonly string[]): string {
  for (let place = import.meta.dirname; ; place = dirname(place)) {
    const candidate = join(place, ...path);
    if (existsSync(join(candidate, 'index.html'))) return candidate;
    if (place === dirname(place)) throw new Error(`the files of a page are missing: ${path.join('/')}`);
  }
}
