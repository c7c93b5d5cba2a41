import { isBuiltin } from 'node:module';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { packaged, zipped } from '../../infra/package/package.ts';
import { root } from '../support/build.ts';
import { type Unpacked, unpack } from '../support/packaged.ts';
import { Product } from '../support/product.ts';
import { collector } from '../telemetry/collector.ts';
import { contoso, submission } from '../support/samples.ts';

let unpacked: Unpacked;
beforeAll(async () => {
  unpacked = await unpack();
});
afterAll(() => unpacked.dispose());

const text = (path: string) => new TextDecoder().decode(unpacked.files.get(path));

describe('the package', () => {
  test('holds the bundle, its source maps, the settings of the host and the licences of what it bundles', () => {
    const known = [
      /^host\.json$/,
      /^package\.json$/,
      /^licences\.txt$/,
      /^app\/(main|functions|chunks\/[\w-]+)\.js(\.map)?$/,
      /^web\/((index|runbook)\.html|licences\.txt|assets\/[\w-]+\.(js|css))$/,
    ];
    const others = [...unpacked.files.keys()].filter((path) => !known.some((pattern) => pattern.test(path)));
    expect(others).toEqual([]);
    for (const path of unpacked.files.keys())
      if (/^app\/.*\.js$/.test(path)) expect([...unpacked.files.keys()]).toContain(`${path}.map`);
  });

  test('needs no build and no installation: no scripts, no dependencies', () => {
    expect(Object.keys(JSON.parse(text('package.json')) as object).sort()).toEqual([
      'main',
      'name',
      'private',
      'type',
      'version',
    ]);
    expect(unpacked.files.has('app/main.js')).toBe(true);
  });

  test('imports nothing but itself, Node and what the host provides', () => {
    const imported = [...unpacked.files.keys()]
      .filter((path) => path.endsWith('.js'))
      .flatMap((path) => [
        ...text(path).matchAll(/(?:^|[;\n}])(?:import|export)\b[^'"();]*?from?\s*["']([^"']+)["']/g),
      ])
      .flatMap(([, name]) => name ?? []);
    expect(imported.length).toBeGreaterThan(20);
    const foreign = imported.filter((name) => !name.startsWith('./') && !name.startsWith('../'));
    expect(foreign.filter((name) => !isBuiltin(name))).toEqual([]);
  });

  test('bundles only packages that production needs', () => {
    const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { dev?: boolean }>;
    };
    const bundled = text('licences.txt')
      .split('-'.repeat(80))
      .map(
        (part) =>
          part
            .trim()
            .split('\n')[0]
            ?.replace(/ \S+ \(.*$/, '') ?? '',
      );
    expect(bundled).toContain('durable-functions');
    const dev = bundled.filter((name) => packages[`node_modules/${name}`]?.dev === true);
    expect(dev).toEqual([]);
  });

  test('tells nothing of the machine that made it', () => {
    const telling = [...unpacked.files].filter(([, contents]) => Buffer.from(contents).includes(root));
    expect(telling.map(([path]) => path)).toEqual([]);
  });

  test('is the same, byte for byte, when made again', async () => {
    expect(Buffer.from(zipped(await packaged())).equals(Buffer.from(zipped(unpacked.files)))).toBe(true);
  });

  test('reads stores, the mail service, credentials and telemetry only when they are needed', () => {
    const atStart = JSON.stringify([...eager('app/functions.js')].map(text));
    expect(atStart).toContain('caseAlarm');
    for (const late of [
      'DatabaseSync(',
      'new CosmosClient',
      'EmailRestApiClient',
      'ManagedIdentityCredential',
      'BatchSpanProcessor',
      'AzureMonitorTraceExporter',
      // One of the many tests of the package that knows addresses, and the sentences of zod in another language.
      'validator/lib/isBefore',
      'Ungültige Eingabe',
    ])
      expect(atStart.includes(late), late).toBe(false);
  });
});

/** The files that are read when this one is, by static imports. */
function eager(path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const [, name = ''] of text(path).matchAll(/(?:import|from)\s*["'](\.[^"']+)["']/g))
    eager(join(path, '..', name), seen);
  return seen;
}

describe('the package, from an empty folder', () => {
  let product: Product;
  let told: Awaited<ReturnType<typeof collector>>;
  beforeAll(async () => {
    told = await collector();
    const settings = { OTEL_EXPORTER_OTLP_ENDPOINT: told.endpoint };
    product = await Product.start({ app: unpacked.folder, settings });
    await product.client.putEntitlement('contoso', contoso);
  });
  afterAll(async () => {
    await product.dispose();
    told.close();
  });

  test('registers every route, timer and orchestration that the sources do', async () => {
    const calls = globSync('functions/*.ts', { cwd: root }).map((file) =>
      readFileSync(join(root, file), 'utf8'),
    );
    expect(calls.length).toBeGreaterThan(15);
    const { body } = await product.client.expect<{ paths: Record<string, object> }>(
      200,
      'GET',
      '/api/openapi.json',
    );
    for (const [path, methods] of Object.entries(body.paths))
      for (const method of Object.keys(methods)) {
        if (!['get', 'put', 'post', 'delete'].includes(method)) continue;
        const answer = await product.client.call(method.toUpperCase(), path.replace(/\{\w+\}/g, 'x'), {
          as: 'nobody',
          ...(method === 'get' ? {} : { body: {} }),
        });
        expect([answer.status, method, path], `${method} ${path}`).not.toEqual([404, method, path]);
      }
  });

  test('serves the page of operations', async () => {
    const { text: html } = await product.client.expect(200, 'GET', '/ops', { as: 'nobody' });
    const [, script = 'none'] = /<script[^>]* src="([^"]+)"/.exec(html) ?? [];
    const { text: code } = await product.client.expect(200, 'GET', script, { as: 'nobody' });
    expect(code.length).toBeGreaterThan(10_000);
    expect(text('web/licences.txt')).toMatch(/^preact /m);
  });

  test('keeps time: a case is warned of, breached and told of by mail', async () => {
    const { id } = await product.client.submit(submission);
    await product.client.advance('PT1H');
    const [clock] = (await product.client.read(id)).clocks;
    expect(clock?.state).toBe('breached');
    const kinds = (await product.client.mail({ caseId: id })).map(({ kind }) => kind);
    expect(kinds).toContain('responseBreached');
    const { body } = await product.client.expect<{ value: { runtimeStatus?: string }[] }>(
      200,
      'GET',
      '/api/operations/alarms',
      { as: 'operations' },
    );
    expect(body.value).toHaveLength(1);
  });

  test('sends telemetry', async () => {
    await product.stop();
    expect(told.spans.map(({ name }) => name)).toContain('tick');
    expect(told.metrics.length).toBeGreaterThan(0);
    expect(told.logs.length).toBeGreaterThan(0);
  });
});
