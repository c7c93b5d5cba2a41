/** What the life of a case costs in Cosmos DB: requests, and request units by Microsoft's table. */
import { counted, noDocuments } from '../infra/cost/requestUnits.ts';
import { cosmosDocuments } from '../shared/store/cosmos/client.ts';
import { cosmosStore } from '../shared/store/cosmos/store.ts';
import { startStandIn, type StandIn } from '../shared/store/testing/standIn.ts';
import { catchUp } from '../shared/engine/projections/catchUp.ts';
import { testPorts } from '../shared/engine/testing/ports.ts';
import { standardLife } from '../shared/engine/testing/standardLife.ts';

/** Named to compare with: the same life when each mail event cost a row, a wake and a load of the whole stream. */
const before = { commits: 19, loads: 29, projections: 43, pointReads: 36, registryLists: 5 };

/** What bringing its tally and the sums up to date comes to, by a sweep after each call and tick. */
async function withCounts(standIn: StandIn): Promise<number> {
  const tally = { ...noDocuments };
  const store = cosmosStore(counted(cosmosDocuments(await standIn.connect('counts')), tally));
  const ports = testPorts(store);
  let units = 0;
  await standardLife(ports, async () => {
    const before = tally.units;
    await catchUp(ports, Infinity);
    units += tally.units - before;
  });
  await store.close();
  return units;
}

export async function run(): Promise<void> {
  const standIn = await startStandIn();
  try {
    const tally = { ...noDocuments };
    const store = cosmosStore(counted(cosmosDocuments(await standIn.connect('life')), tally), {
      wakeShards: 1,
    });
    await standardLife(testPorts(store));
    await store.close();
    console.log('life: submit, warning, contact, question, reminder, lowering, answer, close');
    for (const name of Object.keys(before) as (keyof typeof before)[]) {
      const ratio = (tally[name] / before[name]).toFixed(2);
      console.log(`  ${name.padEnd(15)} ${String(tally[name]).padStart(4)}   ${ratio} x of ${before[name]}`);
    }
    console.log(
      `  request units   ${tally.units.toFixed(0).padStart(4)}   by Microsoft's table, not measured`,
    );
    console.log(
      `  counted by sweeps ${(await withCounts(standIn)).toFixed(0).padStart(2)}   units more, where it is the only case`,
    );
    console.log();
  } finally {
    await standIn.close();
  }
}
