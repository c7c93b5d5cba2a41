/** Builds the page of operations: `node web/build.ts` writes it to dist/web, where its function looks for it. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';
import { runbookPage } from './runbook.ts';

const root = join(import.meta.dirname, '..');

export interface BuiltPage {
  /** Contents by path below /ops; what has a hash in its name never changes. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** The script that is loaded first. */
  readonly script: string;
  readonly metafile: Metafile;
}

export async function builtPage(): Promise<BuiltPage> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: { page: 'web/main.tsx', style: 'web/page.css' },
    outdir: 'dist/web',
    entryNames: 'assets/[name]-[hash]',
    chunkNames: 'assets/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const files = new Map<string, Uint8Array>(
    outputFiles.map(({ path, contents }) => [
      path.slice(join(root, 'dist/web').length + 1).replaceAll('\\', '/'),
      contents,
    ]),
  );
  const named = (pattern: RegExp) => {
    const found = [...files.keys()].find((path) => pattern.test(path));
    if (found === undefined) throw new Error(`the build made nothing like ${pattern.source}`);
    return found;
  };
  const script = named(/^assets\/page-\w+\.js$/);
  const style = named(/^assets\/style-\w+\.css$/);
  const html = readFileSync(join(root, 'web/index.html'), 'utf8')
    .replace('{{script}}', script)
    .replace('{{style}}', style);
  files.set('index.html', new TextEncoder().encode(html));
  const runbook = readFileSync(join(root, 'docs/runbook.md'), 'utf8');
  files.set('runbook.html', new TextEncoder().encode(runbookPage(runbook, style)));
  return { files, script, metafile };
}

if (import.meta.main) {
  const { files, script } = await builtPage();
  const out = join(root, 'dist/web');
  rmSync(out, { recursive: true, force: true });
  for (const [path, contents] of files) {
    mkdirSync(dirname(join(out, path)), { recursive: true });
    writeFileSync(join(out, path), contents);
  }
  const size = gzipSync(files.get(script) ?? '').length;
  process.stderr.write(`The page of operations: ${(size / 1000).toFixed(1)} KB of script, compressed.\n`);
}
