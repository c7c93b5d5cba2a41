import { cosmosStore } from '../../store/cosmos/store.ts';
import type { Documents, Query } from '../../store/cosmos/documents.ts';
import { openSqliteStore } from '../../store/sqlite/store.ts';
import { memoryDocuments } from '../../store/testing/memoryDocuments.ts';
import type { CaseStore } from '../../store/types.ts';
import { writing as lost, type Fault } from './adversary.ts';
import { byStore, type Host } from './host.ts';
import type { World } from './world.ts';

const reading: readonly Fault[] = ['crashBefore', 'refused', 'slow'];
const writing: readonly Fault[] = [...lost, 'full'];
/** A store in the same process loses no answer. */
const writingHere: readonly Fault[] = ['crashBefore', 'crashAfter', 'refused', 'slow', 'full'];
/** In ms of the product's time. */
const longestFull = 1_800_000;

/** What all writes of all hosts have in common: while there is no room none is done. */
class Disk {
  readonly #world: World;
  #fullUntil = 0;

  constructor(world: World) {
    this.#world = world;
  }

  write<T>(host: Host, what: string, possible: readonly Fault[], work: () => Promise<T>): Promise<T> {
    const { adversary, now } = this.#world;
    const isFull = now.product < this.#fullUntil;
    const fault = isFull ? 'refused' : adversary.fault(`${host.name} ${what}`, possible);
    if (fault !== 'full') return host.suffer(fault, work, byStore);
    this.#fullUntil = now.product + adversary.wait(longestFull);
    return host.suffer('refused', work, byStore);
  }
}

export interface Stored {
  /** As it is, without faults: for whoever judges. */
  readonly truth: CaseStore;
  /** When each commit came in, by `<case id> <number>`, on the product's clock, which none of the hosts' has to show (ms). */
  readonly cameIn: ReadonlyMap<string, number>;
  /** As a host reaches it. */
  storeFor(host: Host): CaseStore;
}

/** The Cosmos DB store over documents in memory: each request is a step that may go wrong for itself. */
export function documentsInMemory(world: World): Stored {
  const memory = memoryDocuments();
  const disk = new Disk(world);
  const cameIn = new Map<string, number>();
  const documents: Documents = {
    ...memory,
    async create(address, document) {
      const etag = await memory.create(address, document);
      if (etag !== undefined && address.container === 'streams')
        cameIn.set(`${address.partition} ${address.id}`, world.now.product);
      return etag;
    },
  };
  return {
    truth: cosmosStore(documents),
    cameIn,
    storeFor: (host) =>
      cosmosStore(interrupted(documents, host, disk), {
        wakeShards: 8,
        onLeftToSweep: (commit) => host.warnings.push(`commit ${commit.number} is left to the sweep`),
      }),
  };
}

function interrupted(documents: Documents, host: Host, disk: Disk): Documents {
  return {
    read: (address) => host.effect(`read ${address.container}`, reading, () => documents.read(address)),
    create: (address, document) =>
      disk.write(host, `create ${address.container}`, writing, () => documents.create(address, document)),
    replace: (address, document, etag) =>
      disk.write(host, `replace ${address.container}`, writing, () =>
        documents.replace(address, document, etag),
      ),
    remove: (address, etag) =>
      disk.write(host, `remove ${address.container}`, writing, () => documents.remove(address, etag)),
    async *query<T>(query: Query) {
      yield* await host.effect(`query ${query.container}`, reading, () =>
        Array.fromAsync(documents.query<T>(query)),
      );
    },
    clockOffset: () => 0,
    ping: () => documents.ping(),
    close: () => documents.close(),
  };
}

/** The SQLite store in memory: an append is one transaction, and one step. */
export function sqliteInMemory(world: World): Stored {
  const store = openSqliteStore({ path: ':memory:' });
  const disk = new Disk(world);
  const cameIn = new Map<string, number>();
  const truth: CaseStore = {
    ...store,
    async append(commit, effects) {
      const result = await store.append(commit, effects);
      if (result === 'appended') cameIn.set(`${commit.caseId} ${commit.number}`, world.now.product);
      return result;
    },
  };
  return { truth, cameIn, storeFor: (host) => interruptedCalls(truth, host, disk) };
}

function interruptedCalls(store: CaseStore, host: Host, disk: Disk): CaseStore {
  const read = <A extends readonly unknown[], T>(name: string, call: (...args: A) => Promise<T>) => {
    return (...args: A) => host.effect(name, reading, () => call(...args));
  };
  const write = <A extends readonly unknown[], T>(name: string, call: (...args: A) => Promise<T>) => {
    return (...args: A) => disk.write(host, name, writingHere, () => call(...args));
  };
  return {
    ...store,
    load: read('load', store.load),
    readFrom: read('readFrom', store.readFrom),
    snapshotBefore: read('snapshotBefore', store.snapshotBefore),
    findKeyed: read('findKeyed', store.findKeyed),
    keepSnapshot: write('keepSnapshot', store.keepSnapshot),
    append: write('append', store.append),
    list: read('list', store.list),
    count: read('count', store.count),
    overdueWakes: read('overdueWakes', store.overdueWakes),
    getWake: read('getWake', store.getWake),
    listWakes: read('listWakes', store.listWakes),
    noteAttempt: write('noteAttempt', store.noteAttempt),
    wakeBacklog: read('wakeBacklog', store.wakeBacklog),
    mailBacklog: read('mailBacklog', store.mailBacklog),
    repairRow: write('repairRow', store.repairRow),
    repairWake: write('repairWake', store.repairWake),
    deleteWake: write('deleteWake', store.deleteWake),
    registry: {
      get: read('get registry', store.registry.get),
      put: write('put registry', store.registry.put),
      list: read('list registry', store.registry.list),
    },
  };
}
