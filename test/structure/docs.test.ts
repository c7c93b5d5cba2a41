import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import {
  caseActionSchema,
  caseActionTypes,
  mailKinds,
  type CaseActionType,
} from '../../shared/cases/index.ts';
import { postingRole, roles } from '../../shared/identity/caller.ts';
import { contents } from '../../shared/mail/render/contents/index.ts';
import { root } from '../support/build.ts';
import { settingsRead } from '../support/settingsRead.ts';

const text = (path: string) => readFileSync(join(root, path), 'utf8');

/** The rows of the table whose head begins with these words, as the cells between the bars. */
function tableOf(path: string, head: string): string[][] {
  const lines = text(path).split('\n');
  const from = lines.findIndex((line) => new RegExp(`^\\| ${head} +\\|`).test(line));
  if (from < 0) throw new Error(`${path} has no table that begins with "${head}".`);
  const below = lines.slice(from + 2);
  return below
    .slice(
      0,
      below.findIndex((line) => !line.startsWith('|')),
    )
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** What stands between backticks. */
const quoted = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].flatMap(([, name]) => name ?? []);

describe('settings', () => {
  const explained = tableOf('README.md', 'setting').flatMap(([name]) => quoted(name));
  const sample = JSON.parse(text('local.settings.sample.json')) as { Values: Record<string, string> };
  const hostsOwn = ['AzureWebJobsStorage', 'FUNCTIONS_WORKER_RUNTIME', 'TASK_HUB'];
  const read = settingsRead();

  test('of the README are those of the sample', () => {
    expect([...explained].sort()).toEqual(Object.keys(sample.Values).sort());
  });

  test('of the README are those that the code reads', () => {
    expect([...explained].sort()).toEqual([...read, ...hostsOwn].sort());
  });
});

describe('docs/api.md', () => {
  const rows = tableOf('docs/api.md', 'type').map(([types, fields]) => ({ types: quoted(types), fields }));

  test('has a row for each event that may be posted, and for no other', () => {
    expect(rows.flatMap(({ types }) => types).sort()).toEqual(
      caseActionSchema.options.map(({ shape }) => shape.type.value).sort(),
    );
  });

  test.for(
    caseActionSchema.options.map(({ shape }) => ({ type: shape.type.value, shape: Object.keys(shape) })),
  )('names the fields of $type', ({ type, shape }) => {
    const fields = rows.find(({ types }) => types.includes(type))?.fields ?? '';
    const named = new Set(quoted(fields).map((name) => name.replace(/\?$/, '')));
    const own = shape.filter((name) => !['type', 'message', 'occurredAt'].includes(name));
    expect(own.filter((name) => !named.has(name))).toEqual([]);
  });
});

describe('docs/api.md says who posts', () => {
  const groups: Readonly<Record<string, readonly string[]>> = {
    any: roles,
    support: ['engineer', 'integration'],
  };
  const mayPost = (type: CaseActionType, home: boolean) =>
    roles.filter((role) => {
      const caller = { subject: 's', client: 'c', tenantId: 't', home, roles: [role] };
      return postingRole(caller, type) !== undefined;
    });
  const rows = tableOf('docs/api.md', 'type').map(([types, , who = '']) => ({ types: quoted(types), who }));

  test.for([...caseActionTypes])('%s', (type) => {
    const who = rows.find(({ types }) => types.includes(type))?.who ?? '';
    const said = who.split(', ').flatMap((word) => groups[word] ?? [word]);
    expect(mayPost(type, true).sort()).toEqual(said.sort());
    expect(mayPost(type, false).includes('integration')).toBe(who === 'any');
  });
});

test('docs/mail.md has a row for each kind of mail, and for no other', () => {
  const kinds = tableOf('docs/mail.md', 'kind').flatMap(([cell]) => quoted(cell));
  expect(kinds.sort()).toEqual([...mailKinds].sort());
});

test.for([...mailKinds])('docs/mail.md says what %s needs', (kind) => {
  const row = tableOf('docs/mail.md', 'kind +\\| needs').find(([kinds]) => quoted(kinds).includes(kind));
  expect(quoted(row?.[1]).sort()).toEqual([...contents[kind].needs].sort());
});
