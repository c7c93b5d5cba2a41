/** The page of operations: what `web/build.ts` has made, and how to sign in to it. */
import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { app, type HttpRequest, type HttpResponseInit } from '@azure/functions';

import { Problem } from '../shared/api/input/problem.ts';
import { notSetUp, signIn } from './composition.ts';
import { problem } from './http.ts';

/** Beside the folder of the compiled functions, and beside that of the bundle in a package. */
const folder = join(import.meta.dirname, '..', 'web');

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

const pages: Readonly<Record<string, string>> = { '': 'index.html', runbook: 'runbook.html' };

/** By content encoding, the smaller first; off the event loop. */
const encoders = { br: promisify(brotliCompress), gzip: promisify(gzip) };
type Encoding = keyof typeof encoders;
const encodings = Object.keys(encoders) as Encoding[];

/** A file as it is, and compressed once it was asked for so. */
interface Asset {
  readonly plain: Uint8Array;
  readonly encoded: Map<Encoding, Promise<Uint8Array>>;
}
const read = new Map<string, Asset>();

if (!notSetUp) {
  app.http('operationsPage', {
    methods: ['GET'],
    route: 'ops/{*path}',
    authLevel: 'anonymous',
    handler: async (request) => {
      const path = request.params['path'] ?? '';
      if (path === 'config.json') return { status: 200, headers: headers('no-store'), jsonBody: signIn() };
      return (
        (await fileAnswer(request, path)) ??
        problem(new Problem(404, 'page.unknown', 'There is no such page.'))
      );
    },
  });
}

async function fileAnswer(request: HttpRequest, path: string): Promise<HttpResponseInit | undefined> {
  const name = pages[path] ?? path;
  // Only what a build writes: no address leads out of its folder.
  if (!/^((index|runbook)\.html|assets\/[\w-]+\.(js|css))$/.test(name)) return undefined;
  const asset = assetNamed(name);
  if (!asset) return undefined;
  const accepted = request.headers.get('accept-encoding') ?? '';
  const encoding = encodings.find((each) => new RegExp(`\\b${each}\\b`).test(accepted));
  return {
    status: 200,
    headers: {
      ...headers(name.endsWith('.html') ? 'no-cache' : 'public, max-age=31536000, immutable'),
      'content-type': types[extname(name)] ?? 'application/octet-stream',
      vary: 'accept-encoding',
      ...(encoding ? { 'content-encoding': encoding } : {}),
    },
    body: encoding ? await encodedAs(asset, encoding) : asset.plain,
  };
}

function assetNamed(name: string): Asset | undefined {
  const known = read.get(name);
  if (known || !existsSync(join(folder, name))) return known;
  const plain = readFileSync(join(folder, name));
  const asset = { plain, encoded: new Map<Encoding, Promise<Uint8Array>>() };
  read.set(name, asset);
  return asset;
}

function encodedAs({ plain, encoded }: Asset, encoding: Encoding): Promise<Uint8Array> {
  const known = encoded.get(encoding) ?? encoders[encoding](plain);
  encoded.set(encoding, known);
  return known;
}

function headers(cacheControl: string): Record<string, string> {
  const config = signIn();
  const authority = config.kind === 'entra' ? ` ${new URL(config.authority).origin}` : '';
  return {
    'cache-control': cacheControl,
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      `connect-src 'self'${authority}`,
      `frame-src 'self'${authority}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'self'",
    ].join('; '),
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    'referrer-policy': 'no-referrer',
    'strict-transport-security': 'max-age=31536000',
    'x-content-type-options': 'nosniff',
  };
}
