import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A path of the project, from its root. */
export const at = (...parts) => join(root, ...parts);
export const bin = at('node_modules', '.bin');
export const windows = process.platform === 'win32';
/** The folders whose sources are built. */
export const sources = ['functions', 'shared', 'local'];

export const say = (text) => process.stderr.write(`${text}\n`);

/** When a file was last changed, in milliseconds; 0 where there is none. */
export const changed = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);

export const files = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    : [];

/** What ends a start: `output` is shown ahead of the sentence. */
export class Failure extends Error {
  constructor(message, output) {
    super(message);
    this.output = String(output ?? '');
  }
}
