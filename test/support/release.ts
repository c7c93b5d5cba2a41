import { cp, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { build, root } from './build.ts';

/** Another release of the product: what is built now, with other public holidays. */
export interface Release {
  /** From where it is run. */
  readonly folder: string;
  dispose(): Promise<void>;
}

/**
 * A release in which Japan has one more holiday and of Bavaria nothing is known any more. `added` is the date. What
 * it changes are the modules that the calendars are read from, whatever those are made of.
 */
export async function nextRelease(added: string): Promise<Release> {
  build();
  const folder = await mkdtemp(join(tmpdir(), 'caseclock-release-'));
  await cp(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  for (const name of ['node_modules', 'package.json', 'host.json']) {
    await symlink(join(root, name), join(folder, name));
  }
  const calendars = join(folder, 'dist/shared/policy/calendars');
  const changed = {
    holidays: `export const publicHolidays = (country, region) => [
  ...shipped.publicHolidays(country, region),
  ...(country === 'JP' ? [{ date: '${added}', name: 'Added by the release' }] : []),
];`,
    regions: `export const regionIn = (country, region) => {
  const found = shipped.regionIn(country, region);
  return country.code === 'DE' && found === 'BY' ? null : found;
};`,
  };
  for (const [name, code] of Object.entries(changed)) {
    await rename(join(calendars, `${name}.js`), join(calendars, `shipped-${name}.js`));
    await writeFile(
      join(calendars, `${name}.js`),
      `export * from './shipped-${name}.js';\nimport * as shipped from './shipped-${name}.js';\n${code}\n`,
    );
  }
  return { folder, dispose: () => rm(folder, { recursive: true, force: true }) };
}
