import { decideCommand, type Case, type Command } from '../../cases/index.ts';
import { tellAlarm } from '../alarm/alarm.ts';
import { commit, committed } from '../commit/commit.ts';
import type { Alarms, Ports } from '../ports.ts';

/**
 * Carries out on one case what concerns many, if it still concerns it. Answers whether anything was recorded; nothing
 * is where there is no such case.
 */
export async function carryOut(
  ports: Ports,
  alarms: Alarms,
  caseId: string,
  command: Command,
  concerns: (state: Case) => boolean = () => true,
): Promise<boolean> {
  const done = committed(
    await commit(
      ports,
      caseId,
      ({ state, now, policy }) => ({
        events: state && concerns(state) ? decideCommand(state, command, now, policy) : [],
      }),
      { by: command.by },
    ),
  );
  if (done) await tellAlarm(alarms, done);
  return done?.commit !== undefined;
}
