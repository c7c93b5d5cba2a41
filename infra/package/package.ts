import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';

import { builtPage } from '../../web/build.ts';
import { bundle, entry } from './bundle.ts';
import { licencesOf } from './licences.ts';

const root = join(import.meta.dirname, '../..');

/** The contents of the package that a deployment uses, by path: it runs as it is, and nothing is built in the cloud. */
export async function packaged(): Promise<ReadonlyMap<string, Uint8Array>> {
  const { files } = await bundle();
  const page = await builtPage();
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
  };
  const manifest = { name, version, private: true, type: 'module', main: entry };
  return new Map([
    ['host.json', readFileSync(join(root, 'host.json'))],
    ['package.json', new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`)],
    ...files,
    ...[...page.files].map(([path, contents]) => [`web/${path}`, contents] as const),
    ['web/licences.txt', new TextEncoder().encode(licencesOf(page.metafile, root))],
  ]);
}

/** The same contents make the same bytes: a zip carries no instant of its making. */
export function zipped(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  return zipSync(Object.fromEntries(sorted), { level: 9, mtime: '1980-01-01T00:00:00' });
}
