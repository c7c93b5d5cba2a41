import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

import faults from './faults.json' with { type: 'json' };

/** A fault of one line, kept as a patch: where `is` stands in the file, exactly once, `becomes` takes its place. */
export interface Planted {
  readonly what: string;
  /** From the root of the repository. */
  readonly file: string;
  readonly is: string;
  readonly becomes: string;
}

export const planted: readonly Planted[] = faults;

const root = new URL('../../../..', import.meta.url);

/** The source with the fault in it. @throws Error where the patch no longer applies. */
export function faulty({ file, is, becomes }: Planted): string {
  const source = readFileSync(new URL(file, root), 'utf8');
  if (source.split(is).length !== 2) throw new Error(`${file} does not hold this once: ${is}`);
  return source.replace(is, () => becomes);
}

/** Whoever imports that file from now on gets it with the fault. */
export function plant(fault: Planted): void {
  const place = new URL(fault.file, root).href;
  const source = faulty(fault);
  registerHooks({
    load: (url, context, next) => (url === place ? { ...next(url, context), source } : next(url, context)),
  });
}
