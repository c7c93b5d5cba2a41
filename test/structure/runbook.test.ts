import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { documentKinds } from '../../shared/api/readiness.ts';
import { alarmsAlerts, anchorOf } from '../../shared/api/operations/runbook.ts';
import { operationsKinds } from '../../shared/mail/render/messages/operationsKinds.ts';
import { runbookPage } from '../../web/runbook.ts';
import { root } from '../support/build.ts';

const text = (path: string) => readFileSync(join(root, path), 'utf8');
const runbook = text('docs/runbook.md');
const sections = runbook.split(/^(?=##? |### )/m).flatMap((section) => {
  const code = /^### `([^`]+)`$/m.exec(section)?.[1];
  return code === undefined ? [] : [{ code, section }];
});
const sectioned = sections.map(({ code }) => code);

/** Problems that are no fault of the caller's, as the functions answer them. */
function problems(): readonly string[] {
  const sources = globSync(['functions/*.ts', 'shared/api/**/*.ts'], { cwd: root })
    .filter((file) => !file.endsWith('.test.ts'))
    .map(text)
    .join('\n');
  const made = [
    ...sources.matchAll(/new Problem\(\s*(429|5\d\d),\s*(?:'([\w.]+)'|`\$\{error\.kind\}\.unreadable`)/g),
  ];
  return made.flatMap(([, , code]) => code ?? documentKinds.map((kind) => `${kind}.unreadable`));
}

const alerts = text('infra/modules/alerts.bicep');
const queries = [...alerts.matchAll(/^ {4}name: '(\w+)'$/gm)].flatMap(([, name]) => name ?? []);
const metrics = [...alerts.matchAll(/^ {2}name: '(?!ag-)(\w+)-\$\{name\}'$/gm)].flatMap(
  ([, name]) => name ?? [],
);

describe('docs/runbook.md', () => {
  test('has a section for everything that calls somebody, and for nothing else', () => {
    const expected = new Set([
      ...alarmsAlerts,
      ...problems(),
      ...Object.keys(operationsKinds.shape),
      ...queries,
      ...metrics,
    ]);
    expect(problems().length).toBeGreaterThan(8);
    expect(queries.length + metrics.length).toBe(8);
    expect(sectioned.toSorted()).toEqual([...expected].sort());
  });

  test.for(sections)('says of $code what it means, what to look at and what to do', ({ section }) => {
    const parts = [...section.matchAll(/^\*\*(Means|Look at|Do):\*\* \S/gm)].map(([, part]) => part);
    expect(parts).toEqual(['Means', 'Look at', 'Do']);
  });

  test('gives each an anchor of its own, in the page that is served too', () => {
    const anchors = sectioned.map(anchorOf);
    expect(new Set(anchors).size).toBe(anchors.length);
    const page = runbookPage(runbook, 'assets/style-x.css');
    expect([...page.matchAll(/<h3 id="([^"]+)">/g)].map(([, id]) => id)).toEqual(anchors);
    expect(page).not.toMatch(/href="(?!#|data:|\/ops\/assets\/)/);
  });
});

test('each alert of a deployment leads to its section', () => {
  expect(alerts).toContain("description: '${each.description} ${runbook}#${toLower(each.name)}'");
  for (const name of metrics) expect(alerts).toContain(`\${runbook}#${anchorOf(name)}'`);
  for (const name of queries) expect(name.toLowerCase()).toBe(anchorOf(name));
});
