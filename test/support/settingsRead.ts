import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from './build.ts';

/** `settings['NAME']`, `settings.NAME`, `required(settings, 'NAME'`, or a key of a schema of settings. */
const lookedUp = /settings(?:\.|\['|, ')([A-Z]+(?:_[A-Z0-9]+)+)|^ {2}([A-Z]+(?:_[A-Z0-9]+)+): (?:ms|z\.)/gm;

/** Names in capitals that the code of the product looks up. */
export function settingsRead(): ReadonlySet<string> {
  return new Set(
    globSync('{functions,shared}/**/*.ts', { cwd: root })
      .filter((path) => !path.includes('.test.') && !path.includes('/testing/'))
      .map((path) => readFileSync(join(root, path), 'utf8'))
      .flatMap((text) => [...text.matchAll(lookedUp)].flatMap(([, a, b]) => a ?? b ?? [])),
  );
}
