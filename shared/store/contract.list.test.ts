import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InvalidContinuation } from './errors.ts';
import { minute, sampleCommit, sampleEffects, sampleRow, start } from './testing/samples.ts';
import { stores, type OpenedStore } from './testing/stores.ts';
import type { CaseQuery, CaseRow, CaseStore } from './types.ts';

/** Newest submission first; two of the same instant in the order of their ids. */
const rows: readonly CaseRow[] = [
  sampleRow('l-1', { submittedAt: start + 5, severity: 'B', dueAt: start + 10 * minute }),
  sampleRow('l-2', { submittedAt: start + 4, tenantId: 'fabrikam', dueAt: start + 20 * minute }),
  sampleRow('l-3', {
    summary: { ...sampleRow('l-3').summary, externalId: 'INC-1' },
    submittedAt: start + 3,
    dueAt: null,
    breached: true,
  }),
  sampleRow('l-4', { submittedAt: start + 3, dueAt: null, status: 'closed' }),
  sampleRow('l-5', { submittedAt: start + 3, severity: 'C', dueAt: start + 30 * minute }),
  sampleRow('l-6', { submittedAt: start + 2, tenantId: 'adatum', dueAt: start + 5 * minute, breached: true }),
  sampleRow('l-7', {
    submittedAt: start + 1,
    tenantId: 'fabrikam',
    status: 'closed',
    severity: 'C',
    dueAt: null,
  }),
];

const filters: readonly {
  readonly name: string;
  readonly query: Partial<CaseQuery>;
  readonly expected: string;
}[] = [
  { name: 'no filter', query: {}, expected: '1 2 3 4 5 6 7' },
  { name: 'one tenant', query: { tenantIds: ['contoso'] }, expected: '1 3 4 5' },
  { name: 'several tenants', query: { tenantIds: ['adatum', 'fabrikam'] }, expected: '2 6 7' },
  { name: 'a tenant without cases', query: { tenantIds: ['northwind'] }, expected: '' },
  { name: 'no tenant at all', query: { tenantIds: [] }, expected: '' },
  { name: 'a tenant that tries to be SQL', query: { tenantIds: ["x' OR '1'='1"] }, expected: '' },
  { name: 'status open', query: { status: 'open' }, expected: '1 2 3 5 6' },
  { name: 'status closed of a tenant', query: { status: 'closed', tenantIds: ['fabrikam'] }, expected: '7' },
  { name: 'severity', query: { severity: 'C' }, expected: '5 7' },
  { name: 'due before, exclusive', query: { dueBefore: start + 20 * minute }, expected: '1 6' },
  { name: 'the name of another system', query: { externalId: 'INC-1' }, expected: '3' },
  { name: 'a name of no case', query: { externalId: 'inc-1' }, expected: '' },
  {
    name: 'a name of another tenant’s case',
    query: { externalId: 'INC-1', tenantIds: ['fabrikam'] },
    expected: '',
  },
  { name: 'how the id begins', query: { idPrefix: 'l-' }, expected: '1 2 3 4 5 6 7' },
  { name: 'more of how the id begins', query: { idPrefix: 'l-3' }, expected: '3' },
  { name: 'how another id begins', query: { idPrefix: 'k' }, expected: '' },
  {
    name: 'how the id of another tenant begins',
    query: { idPrefix: 'l-2', tenantIds: ['contoso'] },
    expected: '',
  },
  { name: 'breached: recorded', query: { breached: true }, expected: '3 6' },
  {
    name: 'breached: due at now without a record',
    query: { breached: true, now: start + 10 * minute },
    expected: '1 3 6',
  },
  { name: 'not breached', query: { breached: false }, expected: '1 2 4 5 7' },
  {
    name: 'not breached, with one due at now',
    query: { breached: false, now: start + 10 * minute },
    expected: '2 4 5 7',
  },
  {
    name: 'all at once',
    query: {
      tenantIds: ['contoso', 'adatum'],
      status: 'open',
      severity: 'B',
      dueBefore: start + 11 * minute,
      breached: false,
    },
    expected: '1',
  },
];

describe.each(stores)('lists in $name', ({ open }) => {
  let opened: OpenedStore;
  let store: CaseStore;
  beforeAll(async () => {
    opened = await open();
    store = opened.store;
    for (const row of rows) {
      const commit = sampleCommit(row.caseId, 0);
      await store.append(commit, { ...sampleEffects(commit), row });
    }
  });
  afterAll(() => opened.close());

  const base = { now: start, top: 100 };
  const numbers = (found: readonly CaseRow[]): string => found.map(({ caseId }) => caseId.slice(2)).join(' ');

  it('gives back whole rows', async () => {
    expect((await store.list(base)).value).toEqual(rows);
  });

  it.each(filters)('filters by $name', async ({ query, expected }) => {
    const page = await store.list({ ...base, ...query });
    expect(numbers(page.value)).toBe(expected);
    expect(page).not.toHaveProperty('continuation');
  });

  it.each(filters)('pages through $name in the same order', async ({ query, expected }) => {
    for (const top of [1, 2, 3]) {
      const found: CaseRow[] = [];
      let continuation: string | undefined;
      do {
        const page = await store.list({ ...base, ...query, top, ...(continuation ? { continuation } : {}) });
        expect(page.value.length).toBeLessThanOrEqual(top);
        found.push(...page.value);
        continuation = page.continuation;
      } while (continuation);
      expect(numbers(found)).toBe(expected);
    }
  });

  it('has no continuation after a last page that is just full', async () => {
    expect(await store.list({ ...base, top: rows.length })).not.toHaveProperty('continuation');
  });

  it('shows no row of another tenant to a continuation from elsewhere', async () => {
    const { continuation = '' } = await store.list({ ...base, top: 1 });
    const page = await store.list({ ...base, tenantIds: ['fabrikam'], continuation });
    expect(numbers(page.value)).toBe('2 7');
  });

  it.each(['nonsense', 'bnVsbA', 'WzEsMl0', 'WyJhIiwiYiJd', 'WzEsImEiLDJd', ''])(
    'refuses the continuation %j, which it never gave',
    async (continuation) => {
      await expect(store.list({ ...base, continuation })).rejects.toThrow(InvalidContinuation);
    },
  );
});
