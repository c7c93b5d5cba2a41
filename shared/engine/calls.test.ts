/** What the life of a case costs in requests to Cosmos DB. */
import { afterAll, beforeAll, expect, it } from 'vitest';

import { cosmosDocuments } from '../store/cosmos/client.ts';
import { cosmosStore } from '../store/cosmos/store.ts';
import { intercepted, type Call } from '../store/testing/interceptedDocuments.ts';
import { startStandIn, type StandIn } from '../store/testing/standIn.ts';
import { testPorts } from './testing/ports.ts';
import { standardLife } from './testing/standardLife.ts';

let standIn: StandIn;
beforeAll(async () => {
  standIn = await startStandIn();
});
afterAll(() => standIn.close());

/**
 * At first it took 19 commits, 29 loads, 43 writes to list and wakes, 36 point reads and 5 lists of the registry. Two
 * commits of these tell how mails ended, where no report does.
 */
it('the standard life takes no more requests than are needed', async () => {
  const calls: Call[] = [];
  const documents = intercepted(cosmosDocuments(await standIn.connect('calls')), async (call) => {
    calls.push(call);
  });
  const store = cosmosStore(documents, { wakeShards: 1 });
  const ports = testPorts(store);
  await standardLife(ports);
  const { commits } = await store.load('life', -1);
  expect(commits.flatMap(({ events }) => events.map(({ type }) => type)).join(' ')).toContain(
    'severity.lowered',
  );

  const count = (matches: (call: Call) => boolean) => calls.filter(matches).length;
  const of = (container: Call['container']) => (call: Call) => call.container === container;
  const isWrite = ({ operation }: Call) => operation === 'create' || operation === 'replace';
  expect({
    commits: commits.length,
    loads: count((call) => of('streams')(call) && call.operation === 'query') - 1,
    projections: count((call) => (of('cases')(call) || of('wakes')(call)) && isWrite(call)),
    pointReads: count(({ operation }) => operation === 'read'),
    registryLists: count((call) => of('registry')(call) && call.operation === 'query'),
  }).toEqual({ commits: 17, loads: 10, projections: 19, pointReads: 23, registryLists: 1 });
  await store.close();
});
