import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { CaseView, TimelineEntry } from '../../shared/api/schemas.ts';
import type { Page } from '../support/client.ts';
import { Product } from '../support/product.ts';
import { contoso, submission } from '../support/samples.ts';

let product: Product;
/** Ids by name, in the order of submission, one a minute. */
const ids: Record<string, string> = {};

beforeAll(async () => {
  product = await Product.start();
  const { client } = product;
  await client.putEntitlement('contoso', contoso);
  await client.putEntitlement('northwind', { plan: 'standard', country: 'JP' });
  // No alarm waits to ask how a mail ended.
  const body = { address: '*', status: 'Delivered' };
  await client.expect(200, 'POST', '/local/mail/outcomes', { body });
  const submit = async (name: string, changes: object = {}) => {
    ids[name] = (await client.submit({ ...submission, ...changes })).id;
    await client.advance('PT1M');
  };
  // At 09:10: due at 09:00, breached.
  await submit('broken');
  await submit('met');
  await client.act(ids['met'] ?? '', { type: 'engineer.contacted' });
  await submit('closed');
  await client.act(ids['closed'] ?? '', { type: 'case.closed' });
  await client.advanceTo('2026-11-20T09:10:00Z');
  // Due at 10:10, at 13:11, and on Tuesday.
  await submit('urgent', { tenantId: 'northwind' });
  await submit('moderate', { severity: 'B' });
  await submit('minor', { severity: 'C', require24X7Response: false });
});
afterAll(() => product.dispose());

const named = (cases: readonly CaseView[]) =>
  cases.map(({ id }) => Object.entries(ids).find(([, other]) => other === id)?.[0] ?? id);

test.each([
  ['', ['minor', 'moderate', 'urgent', 'closed', 'met', 'broken']],
  ['status=open', ['minor', 'moderate', 'urgent', 'met', 'broken']],
  ['status=closed', ['closed']],
  ['severity=A', ['urgent', 'closed', 'met', 'broken']],
  ['severity=B', ['moderate']],
  ['tenantId=northwind', ['urgent']],
  ['tenantId=nobody', []],
  ['breached=true', ['broken']],
  ['breached=false', ['minor', 'moderate', 'urgent', 'closed', 'met']],
  // Only clocks that still run have a due instant to wait for.
  ['dueBefore=2026-11-20T10:10:00Z', []],
  ['dueBefore=2026-11-20T10:10:00.001Z', ['urgent']],
  ['dueBefore=2026-11-20T19:10:00.001%2B09:00', ['urgent']],
  ['dueBefore=2026-11-21T00:00:00Z', ['moderate', 'urgent']],
  ['dueBefore=2026-12-01T00:00:00Z&severity=C', ['minor']],
  ['status=open&severity=A&tenantId=contoso&breached=true', ['broken']],
])('cases?%s', async (query, expected) => {
  const value = await product.client.all<CaseView>(`/api/cases?${query}`, { as: 'engineer' });
  expect(named(value)).toEqual(expected);
});

test('a listed case shows what the case shows, and the clocks that still wait', async () => {
  const listed = await product.client.all<CaseView>('/api/cases');
  expect(listed).toHaveLength(6);
  for (const { clocks, ...item } of listed) {
    const { clocks: all, ...read } = await product.client.read(item.id);
    const { breached, country, ...shown } = item as typeof item & { breached: boolean; country: string };
    expect(read).toMatchObject(shown);
    expect(country).toBe('JP');
    expect(breached).toBe(all.some(({ kind, state }) => kind === 'initialResponse' && state === 'breached'));
    expect(clocks.map(({ id }) => id)).toEqual(
      all.filter(({ stoppedAt }) => stoppedAt === undefined).map(({ id }) => id),
    );
    for (const clock of clocks) expect(all).toContainEqual(expect.objectContaining(withoutLateness(clock)));
  }
});

function withoutLateness({ lateBy: _, ...clock }: CaseView['clocks'][number]) {
  return clock;
}

describe('pages', () => {
  test.each([1, 2, 3, 6, 200])('of %i', async (top) => {
    const pages: string[][] = [];
    for (let next: string | undefined = `/api/cases?top=${top}`; next !== undefined;) {
      const { body }: { body: Page<CaseView> } = await product.client.expect(200, 'GET', next);
      expect(body.value.length).toBeLessThanOrEqual(top);
      pages.push(named(body.value));
      next = body.nextLink;
    }
    expect(pages).toHaveLength(Math.ceil(6 / top));
    expect(pages.flat()).toEqual(['minor', 'moderate', 'urgent', 'closed', 'met', 'broken']);
  });

  test('keep their filters', async () => {
    const value = await product.client.all<CaseView>('/api/cases?severity=A&top=1&status=open');
    expect(named(value)).toEqual(['urgent', 'met', 'broken']);
  });

  test('what comes in between is on no later page, and nothing is shown twice', async () => {
    const { client } = product;
    const first = await client.expect<Page<CaseView>>(200, 'GET', '/api/cases?top=3');
    const { id } = await client.submit(submission);
    const rest = await client.all<CaseView>(first.body.nextLink ?? '');
    expect(named([...first.body.value, ...rest])).toEqual([
      'minor',
      'moderate',
      'urgent',
      'closed',
      'met',
      'broken',
    ]);
    await client.act(id, { type: 'case.closed' });
    ids['last'] = id;
  });
});

describe('tenants', () => {
  const list = async (tenantId: string, query = '') =>
    named(
      await product.client.all<CaseView>(`/api/cases?severity=A&status=open&${query}`, {
        as: { role: 'integration', tenantId },
      }),
    );

  test('see their own', async () => {
    expect(await list('northwind')).toEqual(['urgent']);
    expect(await list('contoso')).toEqual(['met', 'broken']);
  });

  test('a partner sees those that have delegated to it', async () => {
    expect(await list('fabrikam')).toEqual(['met', 'broken']);
    expect(await list('fabrikam', 'tenantId=contoso')).toEqual(['met', 'broken']);
  });

  test('a foreign tenant looks empty, as one that does not exist', async () => {
    expect(await list('northwind', 'tenantId=contoso')).toEqual([]);
    expect(await list('northwind', 'tenantId=nobody')).toEqual([]);
    expect(await list('nobody')).toEqual([]);
  });

  test('cannot reach further with the continuation of somebody else', async () => {
    const { body } = await product.client.expect<Page<CaseView>>(200, 'GET', '/api/cases?top=1');
    const continuation = new URL(body.nextLink ?? '').searchParams.get('continuation') ?? '';
    expect(await list('northwind', `continuation=${continuation}`)).toEqual(['urgent']);
  });
});

describe('the timeline', () => {
  test.each([1, 2, 3, 200])('in pages of %i is the whole one', async (top) => {
    const path = `/api/cases/${ids['broken'] ?? ''}/timeline`;
    const whole = await product.client.timeline(ids['broken'] ?? '');
    const pages = await product.client.all<TimelineEntry>(`${path}?top=${top}`);
    expect(pages).toEqual(whole);
    expect(whole.length).toBeGreaterThan(10);
  });

  test('goes on after a sequence', async () => {
    const path = `/api/cases/${ids['broken'] ?? ''}/timeline`;
    const whole = await product.client.timeline(ids['broken'] ?? '');
    expect(await product.client.all<TimelineEntry>(`${path}?after=3`)).toEqual(whole.slice(3));
    expect(await product.client.all<TimelineEntry>(`${path}?after=9999`)).toEqual([]);
  });
});

test('the alarms of all cases that wait, in pages', async () => {
  const path = '/api/operations/alarms';
  const whole = await product.client.all<{ caseId: string }>(path, { as: 'operations' });
  expect(whole.map(({ caseId }) => caseId).sort()).toEqual(
    // Operations are told again of the broken one until somebody answers (ALERT-1).
    [ids['broken'], ids['urgent'], ids['moderate'], ids['minor']].sort(),
  );
  const pages = await product.client.all(`${path}?top=1`, { as: 'operations' });
  expect(pages).toEqual(whole);
});

test('operations are told in the list of alarms that decrees of the next year are due', async () => {
  const earlier = await Product.start({ now: '2025-06-02T08:00:00Z' });
  const path = '/api/operations/alarms';
  const read = async (of: Product) =>
    (await of.client.expect<{ warnings: { code: string }[] }>(200, 'GET', path, { as: 'operations' })).body;
  expect((await read(earlier)).warnings).toEqual([]);
  expect((await read(product)).warnings).toMatchObject([{ code: 'holidays.pending' }]);
  await earlier.dispose();
});
