import { cosmosDocuments } from '../../shared/store/cosmos/client.ts';
import { cosmosStore } from '../../shared/store/cosmos/store.ts';
import { startStandIn, type StandIn } from '../../shared/store/testing/standIn.ts';
import { sweep } from '../../shared/engine/alarm/sweep.ts';
import { begin, testPorts } from '../../shared/engine/testing/ports.ts';
import { CountedAlarms } from './hub.ts';
import { live, lives, type LifeName } from './lives.ts';
import type { LifeUse } from './quantities.ts';
import { counted, noDocuments, type DocumentUse } from './requestUnits.ts';
import { schedulerActions, storageRequests } from './work.ts';

const longAfter = 90 * 86_400_000;
/** As `COSMOS_WAKE_SHARDS` is where nobody sets it. */
const wakeShards = 8;

/** What each kind of life uses, counted while it is lived, and what a sweep uses that finds nothing. */
export async function countedLives(): Promise<{
  readonly lives: Readonly<Record<LifeName, LifeUse>>;
  readonly sweepUnits: number;
}> {
  const standIn = await startStandIn();
  try {
    const { usual, asked, standard } = lives;
    return {
      lives: {
        usual: await useOf(standIn, usual, 'usual'),
        asked: await useOf(standIn, asked, 'asked'),
        standard: await useOf(standIn, standard, 'standard'),
      },
      sweepUnits: await unitsOfSweep(standIn),
    };
  } finally {
    await standIn.close();
  }
}

async function portsOver(standIn: StandIn, name: string, documents: DocumentUse) {
  const store = cosmosStore(counted(cosmosDocuments(await standIn.connect(name)), documents), { wakeShards });
  return testPorts(store);
}

async function useOf(
  standIn: StandIn,
  happenings: Parameters<typeof live>[2],
  name: string,
): Promise<LifeUse> {
  const documents = { ...noDocuments };
  const mail = { mails: 0, mailBytes: 0 };
  const ports = await portsOver(standIn, name, documents);
  const service: typeof ports.mail = {
    ...ports.mail,
    send: async (message, ...options) => {
      const addresses = message.to.length + (message.cc?.length ?? 0);
      mail.mails += addresses;
      mail.mailBytes += addresses * JSON.stringify(message).length;
      return ports.mail.send(message, ...options);
    },
  };
  const alarms = new CountedAlarms({ ...ports, mail: service });
  try {
    await live({ ...ports, mail: service }, alarms, happenings);
    await alarms.passTo(begin + longAfter);
    const { work } = alarms;
    return {
      storageRequests: storageRequests(work),
      schedulerActions: schedulerActions(work),
      alarms: work.timersFired,
      // Requests of callers, runs of the orchestrator, ticks.
      executions: happenings.length + work.turns + work.ticks,
      requestUnits: documents.units,
      storedBytes: documents.bytes,
      ...mail,
    };
  } finally {
    alarms.close();
    await ports.store.close();
  }
}

async function unitsOfSweep(standIn: StandIn): Promise<number> {
  const documents = { ...noDocuments };
  const ports = await portsOver(standIn, 'sweep', documents);
  const alarms = new CountedAlarms(ports);
  try {
    await sweep(ports, alarms.alarms);
    const first = documents.units;
    await sweep(ports, alarms.alarms);
    return documents.units - first;
  } finally {
    alarms.close();
    await ports.store.close();
  }
}
