import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { Identity } from '../identity.ts';
import type { Mailbox } from '../mailbox/index.ts';
import type { Time } from '../time.ts';
import type { Incoming } from './incoming.ts';
import { problem } from './problem.ts';

/** The largest bodies that are taken, in bytes: of a change of the clock, and of a mail (the limit of ACS). */
const largestChange = 64 * 1024;
const largestMail = 10 * 1024 * 1024;

/** Answers what stands under /local: clock, tokens, OpenAPI page, and the mailbox with its pages. */
export function createLocal({
  time,
  identity,
  mailbox,
}: {
  time: Pick<Time, 'read' | 'change'>;
  identity: Identity;
  mailbox: Mailbox;
}) {
  const swagger = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  return async (incoming: Incoming): Promise<Response> => {
    if (isCrossSite(incoming)) return problem(403, 'Not from another site');
    const { path, url } = incoming;
    const route = `${incoming.method} ${path}`;
    if (route === 'GET /local/clock') return time.read();
    if (route === 'POST /local/clock') return time.change(await incoming.text(largestChange));
    if (route === 'GET /local/token') return identity.answer(url);
    if (route === 'GET /local/jwks.json') return identity.keys();
    if (route.startsWith('GET /local/openapi/')) return openapiPage(path, swagger);
    return (await mailbox.handle(await incoming.wholeRequest(largestMail))) ?? problem(404, 'Not found');
  };
}

/** Whether a browser sends this from a page of another site, which has no business here. */
export function isCrossSite(request: Incoming): boolean {
  const origin = request.header('origin');
  if (origin !== undefined && origin !== request.url.origin) return true;
  const site = request.header('sec-fetch-site');
  if (site === undefined || site === 'same-origin' || site === 'none') return false;
  return request.method !== 'GET' || request.header('sec-fetch-mode') !== 'navigate';
}

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
};

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Caseclock API</title>
    <link rel="icon" href="favicon-32x32.png" />
    <link rel="stylesheet" href="swagger-ui.css" />
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="swagger-ui-bundle.js"></script>
    <script src="start.js"></script>
  </body>
</html>
`;
const startScript = "window.ui = SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#swagger-ui' });\n";

/** Serves the OpenAPI page under /local/openapi/ from the swagger-ui-dist package in `folder`. */
async function openapiPage(path: string, folder: string): Promise<Response> {
  const name = path.slice('/local/openapi/'.length) || 'index.html';
  const headers = { 'content-type': types[extname(name)] ?? 'application/octet-stream' };
  if (name === 'index.html') return new Response(page, { headers });
  if (name === 'start.js') return new Response(startScript, { headers });
  const file = join(folder, name);
  if (!/^[\w-]+\.(css|js|png)$/.test(name) || !(await stat(file).catch(() => undefined))?.isFile()) {
    return problem(404, 'Not found');
  }
  return new Response(Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>, { headers });
}
