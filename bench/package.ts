/**
 * What a deployment's package weighs, and how long a worker takes from its start until the app has registered its
 * functions: against the least apps there are, one with an HTTP function and one with a Durable orchestration, each
 * bundled the same way and, as is usual, with its packages beside it. All take turns; the medians' ratios are printed.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

import { packaged, zipped } from '../infra/package/package.ts';
import { median } from './support/median.ts';

const root = join(import.meta.dirname, '..');
const rounds = 9;
const aim = 2;

const http = `import { app } from '@azure/functions';
app.http('hello', { route: 'hello', handler: async () => ({ jsonBody: {} }) });`;
const durable = `${http}
import * as df from 'durable-functions';
df.app.orchestration('greeting', function* (context) { return yield context.df.callActivity('greet', {}); });
df.app.activity('greet', { handler: () => 'hello' });`;

/** Imports an app as the worker does, with the module that the host provides. */
const worker = `import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
const core = import.meta.resolve('@azure/functions-core');
registerHooks({
  resolve: (name, context, next) =>
    name === '@azure/functions-core' ? { url: core, format: 'commonjs', shortCircuit: true } : next(name, context),
});
await import(pathToFileURL(process.argv[2]).href);
process.exit();`;

export async function run(): Promise<void> {
  mkdirSync(join(root, '.caseclock'), { recursive: true });
  // Below the project, so that the apps with packages beside them find these.
  const folder = mkdtempSync(join(root, '.caseclock', 'bench-'));
  try {
    const write = (name: string, contents: string | Uint8Array) => {
      const file = join(folder, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, contents);
      return file;
    };
    const start = write('worker.mjs', worker);
    const files = await packaged();
    for (const [path, contents] of files) write(`product/${path}`, contents);
    const apps = {
      product: join(folder, 'product/app/main.js'),
      'one HTTP function, bundled': write('http-bundled.mjs', await bundled(http)),
      'one orchestration, bundled': write('durable-bundled.mjs', await bundled(durable)),
      'one orchestration, with its packages': write('durable.mjs', durable),
    };
    const zip = zipped(files).length;
    const bare = zipped(new Map([['main.mjs', new TextEncoder().encode(await bundled(durable))]])).length;
    console.log(`package: ${mb(zip)} zipped, ${(zip / bare).toFixed(1)} x of one orchestration, bundled`);
    const times = measure(start, apps);
    const product = median(times.get('product') ?? []);
    console.log(
      `  start until registered: ${product.toFixed(0)} ms; aim: under ${aim} x of an orchestration`,
    );
    for (const [name, taken] of times)
      if (name !== 'product')
        console.log(`  ${(product / median(taken)).toFixed(2).padStart(6)} x of ${name}`);
    console.log();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Milliseconds of each start, by app. */
function measure(start: string, apps: Readonly<Record<string, string>>): Map<string, number[]> {
  const times = new Map(Object.keys(apps).map((name) => [name, [] as number[]]));
  for (let round = 0; round <= rounds; round += 1)
    for (const [name, app] of Object.entries(apps)) {
      const began = performance.now();
      const { status, stderr } = spawnSync(process.execPath, [start, app], { encoding: 'utf8' });
      if (status !== 0) throw new Error(stderr);
      // The first round only brings the files into memory.
      if (round > 0) times.get(name)?.push(performance.now() - began);
    }
  return times;
}

async function bundled(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: ['@azure/functions-core', 'supports-color'],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    minifySyntax: true,
    minifyWhitespace: true,
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}

const mb = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`;
