import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { ruleIds } from '../../shared/policy/rules.ts';
import type { Policy } from '../../shared/policy/index.ts';
import type { Fault } from '../support/client.ts';
import { World } from './world.ts';

/** Policy documents that cannot be, and what the running policy is after each: what it was. */
let world: World;
let running: string;
let whole: Policy;
beforeAll(async () => {
  world = await World.start({ now: '2026-11-24T08:00:00Z' });
  const read = await world.client.expect<Policy>(200, 'GET', '/api/policy');
  running = read.text;
  whole = read.body;
});
afterAll(() => world.dispose());

afterEach(async () => {
  expect((await world.client.expect(200, 'GET', '/api/policy')).text).toBe(running);
  const { status } = await world.client.call('GET', '/api/policy/versions/tried');
  expect(status).toBe(404);
});

const put = (body: unknown, version = 'tried', as: 'operations' | 'engineer' = 'operations') =>
  world.client.call<Fault>('PUT', `/api/policy/versions/${version}`, { as, body });

interface Tree {
  [name: string]: Tree | undefined;
}

/** The policy in force as it is read, without what stands at a pointer, or with something else there. */
function wholeWith(pointer: string, value?: unknown): object {
  const copy = structuredClone(whole) as unknown as Tree;
  const path = pointer.split('/').slice(1);
  const last = path.pop() ?? '';
  const parent = path.reduce<Tree>((tree, name) => tree[name] ?? {}, copy);
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else parent[last] = value as Tree;
  return copy;
}

async function refused(body: unknown, pointer: string, detail: RegExp) {
  const answer = await put(body);
  expect(answer.status).toBe(400);
  expect(answer.body.code).toBe('request.invalid');
  expect(answer.body.errors?.map((error) => error.pointer)).toEqual([pointer]);
  expect(answer.body.errors?.[0]?.detail).toMatch(detail);
}

describe('a whole document', () => {
  test.each([
    '/targets',
    '/targets/initialResponse/B',
    '/targets/initialResponse/B/standard',
    '/targets/initialResponse/A/premier',
    '/initialResponse/C/rule',
    '/silence/24x7/A/reminders',
    '/silence/businessHours/C',
    '/bestEffort/budget',
    '/escalation/levels',
    '/reopenWithinMonths',
    '/languages',
    '/downgrades/onRcaRequest',
  ])('without %s', async (pointer) => {
    await refused(wholeWith(pointer), pointer, /^This field is required: an? /);
  });

  test.each(ruleIds.map((id) => [id]))('that does not explain %s', async (id) => {
    const rules = whole.rules.filter((rule) => rule.id !== id);
    const { status, body } = await put(wholeWith('/rules', rules));
    expect(status).toBe(400);
    const missing = body.errors?.find(({ pointer }) => pointer === '/rules');
    expect(missing?.detail).toBe(`Lacks rules that the product cites: add ${id}.`);
  });
});

describe('a change', () => {
  const levels = (...after: readonly string[]) => ({
    escalation: { levels: after.map((each) => ({ owner: 'Duty manager', after: each, mailTo: [] })) },
  });
  const target = (standard: unknown) => ({ targets: { initialResponse: { B: { standard } } } });

  test.each<readonly [string, object, string, RegExp]>([
    ['a target of zero', target('PT0S'), '/targets/initialResponse/B/standard', /more than zero/],
    ['a target of zero hours', target('PT0H'), '/targets/initialResponse/B/standard', /more than zero/],
    ['a target in days', target('P1D'), '/targets/initialResponse/B/standard', /such as PT4H/],
    ['a target of a century', target('PT876000H'), '/targets/initialResponse/B/standard', /at most a year/],
    [
      'a level after a century',
      { escalation: { ...levels('PT999999H').escalation, repeats: 0 } },
      '/escalation/levels/0/after',
      /at most a year/,
    ],
    ['a negative target', target('-PT1H'), '/targets/initialResponse/B/standard', /such as PT4H/],
    [
      'a target that is taken away',
      target(null),
      '/targets/initialResponse/B/standard',
      /null stands here: a text/,
    ],
    [
      'a misspelt plan',
      { targets: { initialResponse: { B: { standart: 'PT2H' } } } },
      '/targets/initialResponse/B/standart',
      /did you mean `standard`/,
    ],
    ['a field that is none', { target: {} }, '/target', /did you mean `targets`/],
    [
      'a rule that is none',
      { silence: { '24x7': { A: { rule: 'COM-Z' } } } },
      '/silence/24x7/A/rule',
      /Names the rule COM-Z.*add the rule or correct the id/,
    ],
    [
      'a rule that is none, for a response',
      { initialResponse: { A: { rule: 'IR-X' } } },
      '/initialResponse/A/rule',
      /Names the rule IR-X/,
    ],
    ['levels at one time', levels('PT0S', 'PT0S'), '/escalation/levels/1/after', /Overlaps.*later `after`/],
    ['levels that go back', levels('PT1H', 'PT30M'), '/escalation/levels/1/after', /Overlaps/],
    ['rounds that overlap', levels('PT0S', 'PT4H'), '/escalation/repeatEvery', /longer than/],
    ['no level', levels(), '/escalation/levels', /.+/],
    [
      'reminders that go back',
      { silence: { businessHours: { C: { reminders: ['PT16H', 'PT8H'] } } } },
      '/silence/businessHours/C/reminders/1',
      /after the one before/,
    ],
    [
      'a lowering before the reminder',
      { silence: { '24x7': { B: { lowerAfter: 'PT1H' } } } },
      '/silence/24x7/B/lowerAfter',
      /follow the last/,
    ],
    [
      'warnings that fall',
      { warnAtPercent: { initialResponse: [75, 50] } },
      '/warnAtPercent/initialResponse',
      /rise/,
    ],
    ['half of the effort after its end', { bestEffort: { half: 'PT5H' } }, '/bestEffort/half', /less than/],
    [
      'warnings of the effort that overlap',
      { bestEffort: { ending: 'PT3H' } },
      '/bestEffort/ending',
      /leave less time/,
    ],
    ['no month to reopen', { reopenWithinMonths: 0 }, '/reopenWithinMonths', />=1/],
    ['to whom it applies', { applyTo: 'all' }, '/applyTo', /new.*open/],
    ['an instant that is none', { effectiveFrom: 'tomorrow' }, '/effectiveFrom', /.+/],
    [
      'that would never be in force',
      { effectiveFrom: '2019-01-01T00:00:00Z' },
      '/effectiveFrom',
      /never be in force.*that instant or a later one/,
    ],
  ])('%s', (_name, change, pointer, detail) => refused(change, pointer, detail));

  test('several faults at once are all named', async () => {
    const change = { ...target('PT0S'), reopenWithinMonths: 1.5, languages: [] };
    const { status, body } = await put(change);
    expect(status).toBe(400);
    expect(body.errors?.map(({ pointer }) => pointer).sort()).toEqual([
      '/languages',
      '/reopenWithinMonths',
      '/targets/initialResponse/B/standard',
    ]);
  });

  test.each([
    ['a b', 400],
    // The list of versions, and the policy: other paths, which are only read.
    ['', 405],
    ['..', 405],
    ['x'.repeat(65), 400],
    ['-x', 400],
  ])('under the name %j', async (name, expected) => {
    const { status } = await put({ reopenWithinMonths: 4 }, encodeURIComponent(name));
    expect(status).toBe(expected);
  });

  test('of the version that comes with the product', async () => {
    const { status, body } = await put({ reopenWithinMonths: 4 }, whole.version);
    expect(status).toBe(409);
    expect(body.code).toBe('policyVersion.exists');
  });

  test.each(['[]', '7', 'null', '{', '"x"'])('the body %s', async (text) => {
    expect((await put(text)).status).toBe(400);
  });

  test('by an engineer', async () => {
    const { status, body } = await put({ reopenWithinMonths: 4 }, 'tried', 'engineer');
    expect([status, body.code]).toEqual([403, 'role.notAllowed']);
  });
});

test('what does not exist is said to, with what does', async () => {
  const rule = await world.client.call<Fault>('GET', '/api/policy/rules/IR-Z');
  expect(rule.status).toBe(404);
  expect(rule.body.detail).toContain('IR-A, IR-B, IR-C');
  const version = await world.client.call<Fault>('GET', '/api/policy/versions/none');
  expect([version.status, version.body.code]).toEqual([404, 'policyVersion.unknown']);
});
