import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { Readable } from 'node:stream';
import { problem } from './problem.ts';

/** Whether a browser sends this from a page of another site, which has no business here. */
export function isCrossSite(request: Request): boolean {
  const origin = request.headers.get('origin');
  if (origin !== null && origin !== new URL(request.url).origin) return true;
  const site = request.headers.get('sec-fetch-site');
  if (site === null || site === 'same-origin' || site === 'none') return false;
  return request.method !== 'GET' || request.headers.get('sec-fetch-mode') !== 'navigate';
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
export async function openapiPage(path: string, folder: string): Promise<Response> {
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
