/** `npm run package`: writes the zip that a deployment uses, and says what is in it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { packaged, zipped } from './package.ts';

const { values } = parseArgs({
  options: { out: { type: 'string', default: 'dist/caseclock.zip' }, folder: { type: 'string' } },
});

const files = await packaged();
const zip = zipped(files);
const out = resolve(values.out);
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, zip);
if (values.folder !== undefined) {
  for (const [path, contents] of files) {
    const file = resolve(values.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, contents);
  }
}
const mega = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`;
const unpacked = [...files.values()].reduce((sum, { length }) => sum + length, 0);
process.stdout.write(`${values.out}: ${mega(zip.length)}, ${mega(unpacked)} unpacked, ${files.size} files\n`);
