import type { Alarms, Ports } from '../ports.ts';

const day = 86_400_000;
/** A run in so many purges. Looking for what has ended costs the task hub a look at all that it has. */
const everyRuns = 10;
/** So many windows of a day each; the last holds everything older. */
const windows = 30;

/**
 * What the run of the sweep at `now` removes, by when it was created (ms): a day's worth, so that no run has much to
 * do, and in some hours everything has had its turn. It rests on nothing but the time, so nothing has to be kept.
 * Undefined: this run removes nothing.
 */
export function purgeWindow(
  now: number,
  { period, alarmHistory }: Pick<Ports['sweep'], 'period' | 'alarmHistory'>,
): { readonly from: number; readonly to: number } | undefined {
  const run = Math.floor(now / period);
  if (run % everyRuns !== 0) return undefined;
  const index = (run / everyRuns) % windows;
  const to = now - alarmHistory - index * day;
  if (to <= 0) return undefined;
  return { from: index === windows - 1 ? 0 : Math.max(0, to - day), to };
}

/** Removes alarms that have ended, as far as it is this run's turn. What fails is left to a later run. */
export async function purgeEnded(
  { clock, sweep, warn }: Pick<Ports, 'clock' | 'sweep' | 'warn'>,
  alarms: Alarms,
): Promise<void> {
  const window = purgeWindow(clock.now(), sweep);
  if (!window) return;
  try {
    await alarms.purge(window.from, window.to);
  } catch (cause) {
    warn('alarms that have ended are purged later', cause);
  }
}
