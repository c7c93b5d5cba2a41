/** What the alarm of a life has a task hub do: actions of the Durable Task Scheduler, requests of Azure Storage. */
import { CountedAlarms } from '../infra/cost/hub.ts';
import { live, lives, type LifeName } from '../infra/cost/lives.ts';
import { schedulerActions, storageRequests, wakesOf } from '../infra/cost/work.ts';
import { begin, testPorts } from '../shared/engine/testing/ports.ts';
import { openSqliteStore } from '../shared/store/sqlite/store.ts';

const longAfter = 30 * 86_400_000;
/** Named to compare with: the usual life on the real host, where each event was two ticks, and where it was one. */
const before = { twoTicks: 219, oneTick: 135 };

export async function run(): Promise<void> {
  for (const name of Object.keys(lives) as LifeName[]) {
    const ports = testPorts(openSqliteStore({ path: ':memory:' }));
    const alarms = new CountedAlarms(ports);
    await live(ports, alarms, lives[name]);
    await alarms.passTo(begin + longAfter);
    const { work } = alarms;
    const actions = schedulerActions(work);
    const requests = storageRequests(work);
    console.log(`life "${name}"`);
    for (const [what, count] of Object.entries(work))
      console.log(`  ${what.padEnd(18)} ${String(count).padStart(4)}`);
    console.log(
      `  scheduler actions  ${String(actions).padStart(4)}   ${(actions / wakesOf(work)).toFixed(2)} a wake; aim: at most 4`,
    );
    const ratios = Object.values(before).map((each) => `${(requests / each).toFixed(2)} x of ${each}`);
    console.log(
      `  storage requests   ${String(requests).padStart(4)}${name === 'usual' ? `   ${ratios.join(', ')}; aim: at most 110` : ''}`,
    );
    console.log();
    alarms.close();
    await ports.store.close();
  }
}
