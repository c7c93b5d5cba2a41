import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';

import { packaged, zipped } from '../../infra/package/package.ts';

/** The package of a deployment, unpacked from its zip into a folder that holds nothing else. */
export interface Unpacked {
  readonly folder: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
  dispose(): void;
}

export async function unpack(): Promise<Unpacked> {
  const files = new Map(Object.entries(unzipSync(zipped(await packaged()))));
  const folder = mkdtempSync(join(tmpdir(), 'caseclock-package-'));
  for (const [path, contents] of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, contents);
  }
  return { folder, files, dispose: () => rmSync(folder, { recursive: true, force: true }) };
}
