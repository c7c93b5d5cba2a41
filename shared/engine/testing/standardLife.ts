import { type CaseAction } from '../../cases/index.ts';
import { actOnCase, submitCase } from '../commands/act.ts';
import type { Alarms, Ports } from '../ports.ts';
import { readCase } from '../commands/read.ts';
import { tick } from '../alarm/tick.ts';
import { engineer, submission, type StandingClock } from './ports.ts';

const minute = 60_000;

/** Alarms that tick when they are told to, as an orchestration would: at each wake, and when they are raised. */
function alarmOf(ports: Ports & { readonly clock: StandingClock }, after: () => Promise<unknown>) {
  const waiting = new Map<number, number | null>();
  const alarms: Alarms = {
    start: async (_, epoch) => void waiting.set(epoch, ports.clock.now()),
    raise: async (_, epoch, wakeAt = ports.clock.now()) => {
      if (wakeAt === null) waiting.delete(epoch);
      else waiting.set(epoch, wakeAt);
      return 'raised';
    },
    status: async () => ({ is: 'running' }),
    terminate: async () => undefined,
    purge: async () => undefined,
  };
  /** Lets time pass to `until`, with every tick on the way. */
  async function pass(caseId: string, until: number): Promise<void> {
    for (;;) {
      const next = [...waiting]
        .filter(([, at]) => at !== null && at <= until)
        .sort((a, b) => (a[1] ?? 0) - (b[1] ?? 0))[0];
      if (!next) break;
      const [epoch, at] = next;
      ports.clock.advance(Math.max(0, (at ?? 0) - ports.clock.now()));
      const { wakeAt } = await tick(ports, caseId, epoch);
      if (wakeAt === null) waiting.delete(epoch);
      else waiting.set(epoch, Date.parse(wakeAt));
      await after();
    }
    ports.clock.advance(Math.max(0, until - ports.clock.now()));
  }
  return { alarms, pass };
}

/**
 * The life by which the store is measured: submitted, warned of, contacted, asked, reminded, lowered, answered, closed.
 * Each call reads the case as the functions do, and the alarm ticks at each of its wakes. `after` comes after each.
 */
export async function standardLife(
  ports: Ports & { readonly clock: StandingClock },
  after: () => Promise<unknown> = async () => undefined,
): Promise<void> {
  const { alarms, pass } = alarmOf(ports, after);
  const start = ports.clock.now();
  const act = async (action: object) => {
    const read = await readCase(ports, 'life');
    if (!read) throw new Error('the case is gone');
    await actOnCase(ports, alarms, read.loaded, { ...action, by: engineer } as CaseAction);
    await after();
  };
  await submitCase(ports, alarms, submission('life'));
  await pass('life', start + 35 * minute);
  await act({ type: 'engineer.contacted' });
  await pass('life', start + 60 * minute);
  await act({ type: 'engineer.requestedInformation', message: 'Please send a trace.' });
  await pass('life', start + 60 * minute + 5 * 60 * minute);
  await act({ type: 'customer.replied', message: 'Here it is.' });
  await pass('life', start + 7 * 60 * minute);
  await act({ type: 'case.closed' });
  await pass('life', start + 24 * 60 * minute);
}
