import type { Actor, Case } from '../../cases/index.ts';
import type { Alarms, AlarmSeen, Ports } from '../ports.ts';
import { replaceAlarm } from './alarm.ts';

export interface Mended {
  readonly did: 'nothing' | 'raised' | 'started' | 'replaced';
  /** What was seen of an alarm that says it runs, for the next time its case is found late. */
  readonly seen?: string;
}

/**
 * Sees to the alarm of a case that the sweep has found late. One that is gone is started, one that has ended gets the
 * next epoch, and so does one that hangs: its case was found late before, and it has not ticked since (`seenBefore`
 * is what was seen of it then). Any other is told to look again.
 */
export async function mendAlarm(
  ports: Ports,
  alarms: Alarms,
  { id, alarm }: Pick<Case, 'id' | 'alarm'>,
  seenBefore: string | undefined,
  by: Actor,
): Promise<Mended> {
  if (!alarm) return { did: 'nothing' };
  const { epoch } = alarm;
  const status = await alarms.status(id, epoch);
  if (status.is === 'unknown') {
    await alarms.start(id, epoch);
    return { did: 'started' };
  }
  const seen = inWords(epoch, status);
  if (status.is === 'ended' || seen === seenBefore) {
    await replaceAlarm(ports, alarms, id, epoch, by, { ended: status.is === 'ended' });
    return { did: 'replaced' };
  }
  await alarms.raise(id, epoch);
  return { did: 'raised', seen };
}

/** Two of these are the same where that epoch has not ticked in between, whatever the clocks say. */
function inWords(epoch: number, { tickedAt }: AlarmSeen): string {
  return `${epoch} ${tickedAt ?? 'never'}`;
}
