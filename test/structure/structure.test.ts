import { globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

import { root } from '../support/build.ts';
import { cycleIn, importsOf, reachedFrom, sourceFiles } from './imports.ts';

const imports = new Map(sourceFiles().map((file) => [file, importsOf(file)]));
const importedBy = (file: string) => imports.get(file) ?? [];

describe('imports', () => {
  test('are found, those for types alone and those made at run time too', () => {
    expect(importedBy('shared/store/pageOf.ts')).toEqual(['shared/store/types.ts']);
    expect(importedBy('shared/store/open.ts')).toContain('shared/store/sqlite/store.ts');
    expect(importedBy('functions/cases.ts')).toContain('shared/cases/index.ts');
  });

  test('make no cycle', () => {
    expect(cycleIn(imports.keys(), importedBy)).toBeUndefined();
  });
});

describe('a cycle', () => {
  const graph: Readonly<Record<string, readonly string[]>> = {
    a: ['b', 'c'],
    b: ['c'],
    c: [],
    d: ['a', 'e'],
    e: ['f'],
    f: ['d'],
  };
  const next = (file: string) => graph[file] ?? [];

  test('is named', () => expect(cycleIn(['a', 'd'], next)).toEqual(['d', 'e', 'f', 'd']));
  test('of one file is one', () => expect(cycleIn(['a'], () => ['a'])).toEqual(['a', 'a']));
  test('is not two ways to one file', () => expect(cycleIn(['a', 'b', 'c'], next)).toBeUndefined());
});

describe('the build', () => {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(root, 'tsconfig.build.json'),
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: (problem) =>
        expect.fail(ts.flattenDiagnosticMessageText(problem.messageText, '\n')),
    },
  );
  const built = (config?.fileNames ?? []).map((file) => relative(root, file));
  /** What the Functions host loads, and what is started from the command line. */
  const entries = [
    ...globSync('functions/*.ts', { cwd: root }),
    ...['main', 'func'].map((name) => `local/${name}.ts`),
    // What `npm run rebuild` runs.
    'shared/engine/projections/rebuildAll.ts',
  ];
  const reached = reachedFrom(entries, importedBy);

  test('takes what is reached from an entry, and no tool of tests or of the repository', () => {
    expect(built.filter((file) => !reached.has(file))).toEqual([]);
  });

  test('leaves out nothing that is reached', () => {
    expect(reached.size).toBeGreaterThan(100);
    expect([...reached].filter((file) => !built.includes(file))).toEqual([]);
  });

  test('needs no package but those that `npm start` installs', () => {
    const { dependencies, devDependencies } = JSON.parse(
      readFileSync(join(root, 'package.json'), 'utf8'),
    ) as Record<'dependencies' | 'devDependencies', Readonly<Record<string, string>>>;
    const bare = (file: string) =>
      ts
        .preProcessFile(readFileSync(join(root, file), 'utf8'))
        .importedFiles.map(({ fileName }) => fileName)
        .filter((name) => !/^(?:\.|node:)/.test(name))
        .map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/'));
    const pages = globSync('web/*.{ts,tsx}', { cwd: root, exclude: ['**/*.test.ts'] });
    const needed = new Set([
      ...(config?.options.types ?? []).map((name) => `@types/${name}`),
      ...[...built, ...pages].flatMap(bare),
    ]);
    expect(needed).toContain('luxon');
    const installed = { ...dependencies, ...devDependencies };
    expect([...needed].filter((name) => !(name in installed))).toEqual([]);
  });
});
