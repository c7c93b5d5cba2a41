import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

import { root } from '../support/build.ts';

/** The folders whose files make the product. */
export const folders = ['functions', 'shared', 'local'] as const;

/** Source files below the folders of the product, from the root of the repository. */
export function sourceFiles(): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name)),
  );
}

/** The source files that one imports, for their types alone too, from the root of the repository. */
export function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(root, file), 'utf8'), true, true);
  return importedFiles
    .filter(({ fileName }) => fileName.startsWith('.') && fileName.endsWith('.ts'))
    .map(({ fileName }) => relative(root, join(root, dirname(file), fileName)));
}

/** What can be reached from some files, themselves included. */
export function reachedFrom(
  entries: Iterable<string>,
  next: (file: string) => readonly string[],
): Set<string> {
  const reached = new Set<string>();
  const waiting = [...entries];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    waiting.push(...next(file));
  }
  return reached;
}

/** One cycle, as the files along it, the first of them again at its end; undefined when there is none. */
export function cycleIn(
  files: Iterable<string>,
  next: (file: string) => readonly string[],
): string[] | undefined {
  const done = new Set<string>();
  const path: string[] = [];
  function visit(file: string): string[] | undefined {
    const from = path.indexOf(file);
    if (from >= 0) return [...path.slice(from), file];
    if (done.has(file)) return undefined;
    path.push(file);
    for (const one of next(file)) {
      const cycle = visit(one);
      if (cycle) return cycle;
    }
    path.pop();
    done.add(file);
    return undefined;
  }
  for (const file of files) {
    const cycle = visit(file);
    if (cycle) return cycle;
  }
  return undefined;
}
