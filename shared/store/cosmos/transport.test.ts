import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../errors.ts';
import { contentEtag } from '../etag.ts';
import {
  minute,
  sampleCommit,
  sampleEffects,
  sampleEntitlement,
  sampleRow,
  sampleSnapshot,
  start,
} from '../testing/samples.ts';
import { startStandIn, type Fault, type StandIn } from '../testing/standIn.ts';
import type { CaseStore } from '../types.ts';
import type { Commit } from '../stream.ts';
import { openCosmosStore } from './store.ts';

let standIn: StandIn;
let store: CaseStore;
let left: { commit: Commit; cause: unknown }[];
beforeEach(async () => {
  standIn = await startStandIn();
  left = [];
  store = openCosmosStore({
    ...(await standIn.connect(randomUUID())),
    onLeftToSweep: (commit, cause) => left.push({ commit, cause }),
  });
});
afterEach(async () => {
  await store.close();
  await standIn.close();
});

const create = sampleCommit('x', 0);
const append = () => store.append(create, sampleEffects(create, null, start + 30 * minute));

/** A create, replace or delete in the container; neither reading nor a query. */
function isWrite(request: IncomingMessage, container: string): boolean {
  return (
    request.method !== 'GET' &&
    !request.headers['x-ms-documentdb-isquery'] &&
    !request.headers['x-ms-cosmos-is-query-plan-request'] &&
    (request.url?.includes(`/colls/${container}/docs`) ?? false)
  );
}

/** The first `times` writes in the container go wrong. */
function failWrites(container: string, fault: Fault, times = Infinity): void {
  let left = times;
  standIn.fault = (request) => (isWrite(request, container) && left-- > 0 ? fault : undefined);
}

describe('a write of which the answer is lost', () => {
  it.each(['wakes', 'streams', 'cases'])(
    'in %s leaves one commit that is not called a conflict',
    async (container) => {
      failWrites(container, 'loseAnswer', 1);
      expect(await append()).toBe('appended');
      expect(left).toEqual([]);
      expect((await store.load('x', 1)).commits).toEqual([create]);
      expect(await store.getWake('x')).toMatchObject({ wakeAt: start + 30 * minute, commit: 0 });
      expect((await store.list({ now: start, top: 9 })).value).toEqual([sampleRow('x')]);
    },
  );

  it('twice in a row is unavailable; the commit is there for whoever loads', async () => {
    failWrites('streams', 'loseAnswer');
    await expect(append()).rejects.toThrow(StoreUnavailable);
    standIn.fault = undefined;
    expect((await store.load('x', 1)).commits).toEqual([create]);
    const found = await Promise.all(
      Array.from({ length: store.wakeShards }, (_, shard) =>
        store.overdueWakes(shard, start + minute, start + minute, 9),
      ),
    );
    expect(found.flat()).toMatchObject([{ caseId: 'x', commit: -1 }]);
  });

  it('is a conflict all the same when another writer was first', async () => {
    await store.append(sampleCommit('x', 0, 'first'), sampleEffects(create));
    failWrites('streams', 'loseAnswer', 1);
    expect(await append()).toBe('conflict');
    expect((await store.load('x', 1)).commits).toEqual([sampleCommit('x', 0, 'first')]);
  });

  it('of an entitlement is no conflict with itself', async () => {
    await store.putEntitlement('contoso', sampleEntitlement);
    const etag = (await store.getEntitlement('contoso'))?.etag;
    failWrites('entitlements', 'loseAnswer', 1);
    const changed = { ...sampleEntitlement, plan: 'unified' as const };
    expect(await store.putEntitlement('contoso', changed, etag)).toMatchObject({ outcome: 'replaced' });
  });

  it.each([
    ['creates', null, 'created'],
    ['may create', undefined, 'created'],
    ['replaces', contentEtag('first'), 'replaced'],
  ] as const)(
    'and that %s an entry of the registry is no conflict with itself',
    async (_, ifMatch, outcome) => {
      if (outcome === 'replaced') await store.registry.put('incident', 'INC-1', 'first');
      failWrites('registry', 'loseAnswer', 1);
      const etag = contentEtag('mine');
      expect(await store.registry.put('incident', 'INC-1', 'mine', ifMatch)).toEqual({ outcome, etag });
      expect(await store.registry.list('incident')).toEqual([{ id: 'INC-1', body: 'mine', etag }]);
    },
  );

  it('does not make an entry of the same content its own when another has created it', async () => {
    await store.registry.put('incident', 'INC-1', 'same', null);
    failWrites('registry', 'loseAnswer', 1);
    expect(await store.registry.put('incident', 'INC-1', 'same', null)).toEqual({ outcome: 'conflict' });
  });
});

describe('a service that refuses', () => {
  it.each([408, 410, 429, 449, 500, 503])('with %i is unavailable, and nothing is kept', async (status) => {
    failWrites('streams', { status, retryAfterMs: 1 });
    await expect(append()).rejects.toThrow(StoreUnavailable);
    standIn.fault = undefined;
    expect((await store.load('x', 1)).commits).toEqual([]);
    expect(await append()).toBe('appended');
  });

  it('is unavailable to the registry too, which then keeps nothing', async () => {
    failWrites('registry', { status: 503 });
    await expect(store.registry.put('incident', 'INC-1', {}, null)).rejects.toThrow(StoreUnavailable);
    standIn.fault = undefined;
    expect(await store.registry.list('incident')).toEqual([]);
    expect(await store.registry.put('incident', 'INC-1', {}, null)).toMatchObject({ outcome: 'created' });
  });

  it('passes on how long it asked to wait, and its own error', async () => {
    standIn.fault = () => ({ status: 429, retryAfterMs: 20 });
    const error: unknown = await store.getWake('x').catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(StoreUnavailable);
    expect(error).toMatchObject({ retryAfter: 0.02, cause: { code: 429 } });
  });

  it.each([400, 401, 403, 413])('with %i is an error that patience does not mend', async (status) => {
    failWrites('streams', { status });
    const error: unknown = await append().catch((cause: unknown) => cause);
    expect(error).not.toBeInstanceOf(StoreUnavailable);
    expect(error).toMatchObject({ code: status });
  });

  it.each([
    ['load', () => store.load('x', 1)],
    ['readFrom', () => store.readFrom('x', 1, 9)],
    ['snapshotBefore', () => store.snapshotBefore('x', 1, 1)],
    ['findKeyed', () => store.findKeyed('x', 'scope')],
    ['keepSnapshot', () => store.keepSnapshot(sampleSnapshot('x', 0))],
    ['count', () => store.count({ now: start })],
    ['list', () => store.list({ now: start, top: 9 })],
    ['overdueWakes', () => store.overdueWakes(0, start, start, 9)],
    ['listWakes', () => store.listWakes(9)],
    ['wakeBacklog', () => store.wakeBacklog(start)],
    ['noteAttempt', () => store.noteAttempt('x', { at: start, failures: 1, retryAt: null })],
    ['repairRow', () => store.repairRow(sampleRow('x'))],
    ['repairWake', () => store.repairWake('x', 0, null, null)],
    ['deleteWake', () => store.deleteWake('x')],
    ['caseIds', () => Array.fromAsync(store.caseIds())],
    ['getEntitlement', () => store.getEntitlement('contoso')],
    ['putEntitlement', () => store.putEntitlement('contoso', sampleEntitlement)],
    ['entitlements', () => Array.fromAsync(store.entitlements())],
    ['tenantsDelegatingTo', () => store.tenantsDelegatingTo('fabrikam')],
    ['registry.get', () => store.registry.get('incident', 'INC-1')],
    ['registry.put', () => store.registry.put('incident', 'INC-1', {})],
    ['registry.list', () => store.registry.list('incident')],
    ['ping', () => store.ping()],
  ])('makes %s unavailable', async (_, call) => {
    standIn.fault = () => ({ status: 503 });
    await expect(call()).rejects.toThrow(StoreUnavailable);
  });
});

describe('once the commit is kept', () => {
  it('a row that is refused for good leaves neither wake nor snapshot stale', async () => {
    await append();
    failWrites('cases', { status: 413 });
    const next = sampleCommit('x', 1);
    const effects = sampleEffects(next, start + 30 * minute, start + 40 * minute);
    expect(await store.append(next, { ...effects, snapshot: sampleSnapshot('x', 1) })).toBe('appended');
    expect(await store.getWake('x')).toMatchObject({ commit: 1 });
    expect(await store.load('x', 1)).toEqual({ snapshot: sampleSnapshot('x', 1), commits: [] });
    await expect(store.repairRow(sampleRow('x', { commit: 1 }))).rejects.toMatchObject({ code: 413 });
    await store.repairWake('x', 1, start + 40 * minute, null);
    expect(await store.getWake('x')).toMatchObject({ wakeAt: start + 40 * minute, commit: 1 });
  });

  it.each([
    ['cases', { status: 503 }, { commit: 0 }],
    ['cases', 'loseAnswer', { commit: 0 }],
    ['wakes', { status: 503 }, { commit: -1 }],
    ['cases', { status: 413 }, { commit: 0 }],
  ] as const)('what fails in %s (%j) is left to the sweep, and said', async (container, fault, seen) => {
    let created = false;
    standIn.fault = (request) => {
      created ||= isWrite(request, 'streams');
      return created && isWrite(request, container) ? fault : undefined;
    };
    expect(await append()).toBe('appended');
    expect(left).toMatchObject([{ commit: create }]);
    expect(left[0]?.cause).toBeInstanceOf(Error);
    standIn.fault = undefined;
    // The sweep comes by the guard's instant, whatever the true wake is.
    expect(await store.getWake('x')).toMatchObject({ wakeAt: start + minute, ...seen });
  });
});

it.each([false, true])(
  'is unavailable when nobody answers, be it to what the SDK asks by itself (discovering endpoints: %s)',
  async (enableEndpointDiscovery) => {
    const connection = await standIn.connect(randomUUID());
    const hurried = openCosmosStore({ ...connection, enableEndpointDiscovery, operationTimeout: 200 });
    standIn.fault = () => 'hang';
    await Promise.all([
      expect(hurried.load('x', 1)).rejects.toThrow(StoreUnavailable),
      expect(hurried.getWake('x')).rejects.toThrow(StoreUnavailable),
      expect(hurried.append(create, sampleEffects(create))).rejects.toThrow(StoreUnavailable),
      expect(hurried.list({ now: start, top: 9 })).rejects.toThrow(StoreUnavailable),
      expect(Array.fromAsync(hurried.caseIds())).rejects.toThrow(StoreUnavailable),
      expect(hurried.ping()).rejects.toThrow(StoreUnavailable),
    ]);
    await hurried.close();
  },
);

it('is unavailable when nobody listens', async () => {
  await standIn.close();
  await expect(store.ping()).rejects.toThrow(StoreUnavailable);
  await expect(append()).rejects.toThrow(StoreUnavailable);
  standIn = await startStandIn();
});

it('is unavailable to a ping when the containers are missing', async () => {
  const { endpoint, key } = await standIn.connect('there');
  const other = openCosmosStore({ endpoint, key, database: 'elsewhere', enableEndpointDiscovery: false });
  await expect(other.ping()).rejects.toThrow(StoreUnavailable);
  await other.close();
});

describe('the clock of the service', () => {
  it.each([
    ['reading', () => store.load('x', 1)],
    ['writing', append],
    ['a query', () => store.overdueWakes(0, start, start, 1)],
    ['a ping', () => store.ping()],
  ])('is seen by every answer: %s', async (_, call) => {
    expect(store.clockOffset()).toBe(0);
    standIn.clockOffset = -10 * minute;
    await call();
    // To the second at best, and however long the answer took.
    expect(store.clockOffset()).toBeGreaterThan(5 * minute);
    standIn.clockOffset = 10 * minute;
    await call();
    expect(store.clockOffset()).toBeLessThan(-5 * minute);
    standIn.clockOffset = 0;
    await call();
    expect(store.clockOffset()).toBe(0);
  });
});
