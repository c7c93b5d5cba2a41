import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Entitlement } from '../cases/index.ts';
import { sampleEntitlement } from './testing/samples.ts';
import { stores, type OpenedStore } from './testing/stores.ts';
import type { CaseStore } from './types.ts';

describe.each(stores)('entitlements in $name', ({ open }) => {
  let opened: OpenedStore;
  let store: CaseStore;
  beforeEach(async () => {
    opened = await open();
    store = opened.store;
  });
  afterEach(() => opened.close());

  it('has none of an unknown tenant', async () => {
    expect(await store.getEntitlement('contoso')).toBeUndefined();
    expect(await store.tenantsDelegatingTo('fabrikam')).toEqual([]);
  });

  it.each(['contoso', 'a/b?c#d\\e%', "o'brien", 'テナント'])(
    'keeps what tenant %j has bought',
    async (tenantId) => {
      const entitlement: Entitlement = {
        ...sampleEntitlement,
        hours: { monday: [['09:00', '17:00']] },
        targets: { initialResponse: { B: 'PT3H' } },
      };
      const put = await store.putEntitlement(tenantId, entitlement);
      expect(put.outcome).toBe('created');
      const etag = put.outcome === 'conflict' ? '' : put.etag;
      expect(await store.getEntitlement(tenantId)).toEqual({ tenantId, body: entitlement, etag });
    },
  );

  it('changes the etag with the content, and takes only the current one for ifMatch', async () => {
    expect(await store.putEntitlement('contoso', sampleEntitlement, 'none')).toEqual({ outcome: 'conflict' });
    await store.putEntitlement('contoso', sampleEntitlement);
    const first = await store.getEntitlement('contoso');
    const unified = { ...sampleEntitlement, plan: 'unified' as const };
    const replaced = await store.putEntitlement('contoso', unified, first?.etag);
    expect(replaced.outcome).toBe('replaced');
    const second = await store.getEntitlement('contoso');
    expect(second?.body).toEqual(unified);
    expect(second?.etag).not.toBe(first?.etag);
    expect(await store.putEntitlement('contoso', sampleEntitlement, first?.etag)).toEqual({
      outcome: 'conflict',
    });
    expect((await store.getEntitlement('contoso'))?.body).toEqual(unified);
  });

  it('lets one of several writers with the same etag win', async () => {
    await store.putEntitlement('contoso', sampleEntitlement);
    const etag = (await store.getEntitlement('contoso'))?.etag;
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        store.putEntitlement('contoso', { ...sampleEntitlement, country: `C${index}` }, etag),
      ),
    );
    expect(outcomes.filter(({ outcome }) => outcome === 'replaced')).toHaveLength(1);
    expect(outcomes.filter(({ outcome }) => outcome === 'conflict')).toHaveLength(7);
  });

  it('takes any number of writers without ifMatch; one of them creates', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        store.putEntitlement('contoso', { ...sampleEntitlement, country: `C${index}` }),
      ),
    );
    expect(outcomes.filter(({ outcome }) => outcome === 'created')).toHaveLength(1);
    expect(outcomes.filter(({ outcome }) => outcome === 'replaced')).toHaveLength(7);
  });

  it('knows who delegates to a partner, until they no longer do', async () => {
    const partners = (...delegatedPartners: string[]) => ({ ...sampleEntitlement, delegatedPartners });
    await store.putEntitlement('contoso', partners('fabrikam', 'adatum', 'fabrikam'));
    await store.putEntitlement('northwind', partners('fabrikam'));
    await store.putEntitlement('litware', partners());
    expect([...(await store.tenantsDelegatingTo('fabrikam'))].sort()).toEqual(['contoso', 'northwind']);
    await store.putEntitlement('contoso', partners('adatum'));
    expect(await store.tenantsDelegatingTo('fabrikam')).toEqual(['northwind']);
    expect(await store.tenantsDelegatingTo('adatum')).toEqual(['contoso']);
  });

  it('gives every one, however many there are', async () => {
    const tenantIds = Array.from({ length: 230 }, (_, index) => `tenant-${index}`);
    await Promise.all(tenantIds.map((tenantId) => store.putEntitlement(tenantId, sampleEntitlement)));
    const all = await Array.fromAsync(store.entitlements());
    expect(all.map(({ tenantId }) => tenantId).sort()).toEqual([...tenantIds].sort());
    expect(all[0]).toEqual(await store.getEntitlement(all[0]?.tenantId ?? ''));
  });
});
