import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build, type Metafile, type Plugin, type PluginBuild } from 'esbuild';

import { licencesOf } from './licences.ts';

const root = join(import.meta.dirname, '../..');

/** Where the bundle lies in the package: `main` of its package.json. */
export const entry = 'app/main.js';

export interface Bundle {
  /** Contents by path in the package. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly metafile: Metafile;
}

/** CommonJS packages call `require`, which ES modules don't have. The host's own module is found by it as well. */
const banner = `import { createRequire as caseclockRequire } from 'node:module';
const require = caseclockRequire(import.meta.url);`;

/**
 * Everything that runs on the Functions host, as ES modules without packages beside them. What is imported at run time
 * only (a store, the mail service, credentials) stays in files of its own, which a start does not read.
 */
export async function bundle(): Promise<Bundle> {
  const functions = globSync('functions/*.ts', { cwd: root }).sort();
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    // Registered in the order in which the host would find the files: the first route that fits wins.
    entryPoints: [
      { in: 'caseclock:main', out: 'app/main' },
      { in: 'caseclock:functions', out: 'app/functions' },
    ],
    plugins: [
      textOfJson,
      laterPackages,
      zodAsNamespace,
      virtual('caseclock:main', "process.setSourceMapsEnabled(true);\nawait import('./functions.js');"),
      virtual('caseclock:functions', functions.map((file) => `import './${file}';`).join('\n')),
    ],
    outdir: '.',
    chunkNames: 'app/chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    // supports-color is looked for by debug where a terminal is.
    external: ['@azure/functions-core', './functions.js', 'supports-color'],
    banner: { js: banner },
    minifySyntax: true,
    minifyWhitespace: true,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const files = new Map(
    outputFiles.map(({ path, contents }) => [path.slice(root.length + 1).replaceAll('\\', '/'), contents]),
  );
  files.set('licences.txt', new TextEncoder().encode(licencesOf(metafile, root)));
  return { files, metafile };
}

/** A module that has no file. */
function virtual(name: string, contents: string): Plugin {
  return {
    name,
    setup(build: PluginBuild) {
      const filter = new RegExp(`^${name}$`);
      build.onResolve({ filter }, () => ({ path: name, namespace: 'caseclock' }));
      build.onLoad({ filter, namespace: 'caseclock' }, () => ({ contents, resolveDir: root, loader: 'ts' }));
    },
  };
}

/**
 * What `durable-functions` loads at once, and needs at its first call or never: its client's HTTP, and one test of many
 * for addresses. They were a third of a start.
 */
const later: Readonly<Record<string, string>> = {
  axios: "module.exports = { get default() { return require('axios').default; } };",
  validator: "module.exports = { get isURL() { return require('validator/lib/isURL.js'); } };",
};
const laterPackages: Plugin = {
  name: 'later packages',
  setup(build: PluginBuild) {
    build.onResolve({ filter: new RegExp(`^(${Object.keys(later).join('|')})$`) }, ({ path, importer }) =>
      /[\\/]durable-functions[\\/]/.test(importer)
        ? { path, namespace: 'later', pluginData: dirname(importer) }
        : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'later' }, ({ path, pluginData }) => ({
      contents: later[path] ?? '',
      resolveDir: String(pluginData),
      loader: 'js',
    }));
  },
};

/** Asked for as a namespace, what of zod nobody uses is left out: its sentences in all languages above all. */
const zodAsNamespace: Plugin = {
  name: 'zod as a namespace',
  setup(build: PluginBuild) {
    build.onLoad({ filter: /[\\/](shared|functions)[\\/].*\.ts$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      if (!source.includes("import { z } from 'zod';")) return undefined;
      return {
        contents: source.replace("import { z } from 'zod';", "import * as z from 'zod';"),
        loader: 'ts',
      };
    });
  },
};

/** Data as text: a start parses megabytes of JSON many times faster than the same as an expression of JavaScript. */
const textOfJson: Plugin = {
  name: 'text of JSON',
  setup(build: PluginBuild) {
    build.onLoad({ filter: /\/shared\/.*\.json$/ }, ({ path }) => {
      const text = JSON.stringify(JSON.parse(readFileSync(path, 'utf8')));
      return { contents: `export default JSON.parse(${JSON.stringify(text)});`, loader: 'js' };
    });
  },
};
