/** The page at `/local/openapi/`: the API's document, tried from a browser with a token of the local runtime. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { asset, pageFolder, policyOf } from '../assets.ts';

const own = new Set(['index.html', 'page.css', 'theme.js', 'start.js']);
const swagger = new Set(['swagger-ui.css', 'swagger-ui-bundle.js']);

// Swagger UI sets styles on its elements, and its pictures are data.
const policy = policyOf(["style-src 'self' 'unsafe-inline'", "img-src 'self' data:"]);

/** What `GET /local/openapi/<name>` answers; undefined where there is no such file. */
export function openapiPage(name: string): Response | undefined {
  const file = name === '' ? 'index.html' : name;
  if (own.has(file)) return asset(join(pageFolder('local', 'openapi', 'page'), file), policy);
  if (!swagger.has(file)) return undefined;
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  return existsSync(join(folder, file)) ? asset(join(folder, file), policy) : undefined;
}
