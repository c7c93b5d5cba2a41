import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stores, type OpenedStore } from './testing/stores.ts';
import type { PutOutcome, Registry } from './smallDocuments.ts';

const version = { effectiveFrom: '2026-12-01T00:00:00Z', applyTo: 'new', policy: { targets: { A: 'PT1H' } } };
const changed = { ...version, applyTo: 'open' };

const etagOf = (put: PutOutcome): string => (put.outcome === 'conflict' ? '' : put.etag);

describe.each(stores)('the registry in $name', ({ open }) => {
  let opened: OpenedStore;
  let registry: Registry;
  beforeEach(async () => {
    opened = await open();
    registry = opened.store.registry;
  });
  afterEach(() => opened.close());

  it('has nothing that is unknown', async () => {
    expect(await registry.get('incident', 'INC-1')).toBeUndefined();
    expect(await registry.list('incident')).toEqual([]);
  });

  it('keeps what it is given until it is replaced', async () => {
    const created = await registry.put('policyVersion', '2026-12', version);
    expect(created.outcome).toBe('created');
    expect(await registry.get('policyVersion', '2026-12')).toEqual({
      id: '2026-12',
      body: version,
      etag: etagOf(created),
    });
    const replaced = await registry.put('policyVersion', '2026-12', changed);
    expect(replaced.outcome).toBe('replaced');
    expect(await registry.get('policyVersion', '2026-12')).toEqual({
      id: '2026-12',
      body: changed,
      etag: etagOf(replaced),
    });
    expect(await registry.list('policyVersion')).toHaveLength(1);
  });

  it.each([
    { body: null },
    { body: false },
    { body: -12.5e-9 },
    { body: 'text with " and \\ and \n and \u2028 and 障害' },
    { body: [] },
    { body: [[1], { a: null }] },
    { body: { b: 1, a: 2, 10: 'ten', 9: 'nine', id: 'its own', kind: 'its own', _etag: 'its own' } },
  ])('gives %j back as it was', async ({ body }) => {
    const put = await registry.put('incident', 'INC-1', body);
    const entry = { id: 'INC-1', body, etag: etagOf(put) };
    expect(await registry.get('incident', 'INC-1')).toEqual(entry);
    expect(await registry.list('incident')).toEqual([entry]);
    expect(await registry.put('incident', 'INC-1', body, entry.etag)).toEqual({
      outcome: 'replaced',
      etag: entry.etag,
    });
  });

  it('keeps 100 KB', async () => {
    const body = { title: '障害'.repeat(10_000), steps: Array.from({ length: 10_000 }, (_, index) => index) };
    expect(Buffer.byteLength(JSON.stringify(body))).toBeGreaterThan(100_000);
    await registry.put('incident', 'INC-1', body, null);
    expect((await registry.get('incident', 'INC-1'))?.body).toEqual(body);
    expect((await registry.list('incident')).map((entry) => entry.body)).toEqual([body]);
  });

  it('has an etag that changes with the content and comes back with it, whatever the id', async () => {
    const etags = [
      await registry.put('policyVersion', 'a', version),
      await registry.put('policyVersion', 'a', changed),
      await registry.put('policyVersion', 'a', version),
      await registry.put('policyVersion', 'b', version),
    ].map(etagOf);
    expect(etags[1]).not.toBe(etags[0]);
    expect(etags[2]).toBe(etags[0]);
    expect(etags[3]).toBe(etags[0]);
  });

  it('takes only the current etag for ifMatch', async () => {
    expect(await registry.put('incident', 'INC-1', version, 'none')).toEqual({ outcome: 'conflict' });
    expect(await registry.get('incident', 'INC-1')).toBeUndefined();
    const first = etagOf(await registry.put('incident', 'INC-1', version));
    const second = await registry.put('incident', 'INC-1', changed, first);
    expect(second.outcome).toBe('replaced');
    expect(await registry.put('incident', 'INC-1', version, first)).toEqual({ outcome: 'conflict' });
    expect(await registry.get('incident', 'INC-1')).toMatchObject({ body: changed, etag: etagOf(second) });
  });

  it('only creates with null, also when the content would be the same', async () => {
    expect((await registry.put('incident', 'INC-1', version, null)).outcome).toBe('created');
    expect(await registry.put('incident', 'INC-1', version, null)).toEqual({ outcome: 'conflict' });
    expect(await registry.put('incident', 'INC-1', changed, null)).toEqual({ outcome: 'conflict' });
    expect((await registry.get('incident', 'INC-1'))?.body).toEqual(version);
  });

  it.each([
    ['of different contents', (index: number) => ({ index })],
    ['of the same content', () => version],
  ])('lets one of several creators %s win', async (_, body) => {
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (__, index) => registry.put('policyVersion', '2026-12', body(index), null)),
    );
    const winner = outcomes.findIndex(({ outcome }) => outcome === 'created');
    expect(outcomes.filter(({ outcome }) => outcome === 'conflict')).toHaveLength(7);
    expect((await registry.get('policyVersion', '2026-12'))?.body).toEqual(body(winner));
  });

  it('lets one of several writers with the same etag win', async () => {
    const etag = etagOf(await registry.put('policyVersion', '2026-12', version));
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, index) => registry.put('policyVersion', '2026-12', { index }, etag)),
    );
    const winner = outcomes.findIndex(({ outcome }) => outcome === 'replaced');
    expect(outcomes.filter(({ outcome }) => outcome === 'conflict')).toHaveLength(7);
    expect((await registry.get('policyVersion', '2026-12'))?.body).toEqual({ index: winner });
  });

  it('takes any number of writers without ifMatch; one of them creates', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, index) => registry.put('policyVersion', '2026-12', { index })),
    );
    expect(outcomes.filter(({ outcome }) => outcome === 'created')).toHaveLength(1);
    expect(outcomes.filter(({ outcome }) => outcome === 'replaced')).toHaveLength(7);
  });

  it('keeps the kinds apart', async () => {
    await registry.put('policyVersion', 'x', 'policy', null);
    expect(await registry.get('incident', 'x')).toBeUndefined();
    expect((await registry.put('incident', 'x', 'incident', null)).outcome).toBe('created');
    expect((await registry.list('policyVersion')).map(({ body }) => body)).toEqual(['policy']);
    expect((await registry.list('incident')).map(({ body }) => body)).toEqual(['incident']);
  });

  it('takes any id, and lists by its UTF-16 units', async () => {
    // Sorted: U+1F600 has smaller units than U+E000, and smaller still is half of its pair.
    const ids = [
      '\0',
      ' ',
      ' leading',
      '!0020',
      '%2F',
      '..',
      '/',
      '10',
      '9',
      'A',
      'Z',
      '_',
      'a',
      'a b',

      'a/b?c#d\\e%',
      'aa',
      'b ',
      'ä',
      '障害',
      '\ud83d',
      '😀'.repeat(64),
      '\ue000',
      '\uffff'.repeat(128),
    ];
    await Promise.all(ids.map((id, index) => registry.put('incident', id, { index })));
    expect((await registry.list('incident')).map(({ id }) => id)).toEqual(ids);
    for (const [index, id] of ids.entries()) {
      const entry = await registry.get('incident', id);
      expect(entry).toMatchObject({ id, body: { index } });
      expect((await registry.put('incident', id, 'changed', entry?.etag)).outcome).toBe('replaced');
      expect(await registry.put('incident', id, 'created', null)).toEqual({ outcome: 'conflict' });
    }
  });

  it.each(['', 'x'.repeat(129)])('refuses the id %j', async (id) => {
    await expect(registry.get('incident', id)).rejects.toThrow(RangeError);
    await expect(registry.put('incident', id, version)).rejects.toThrow(RangeError);
  });
});
