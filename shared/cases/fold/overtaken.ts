import { toMs, type Instant } from '../../calendar/index.ts';
import { mostOvertaken, type Case } from '../model/case.ts';
import type { CaseEvent } from '../model/events.ts';
import { hasLater } from './clocks.ts';

/**
 * What is told of a clock as of `after`, in the event `before`, comes ahead of warnings, reminders and alerts that the
 * case has recorded meanwhile: they would not have been.
 */
export function overtaken(state: Case, clockId: string, after: Instant, before: number): Partial<Case> {
  const clock = state.clocks.find(({ id }) => id === clockId);
  const { alert } = state;
  const alerted = alert?.clockId === clockId ? [alert.toldAt, alert.acknowledged?.at] : [];
  const isAlerted = alerted.some((at) => at !== undefined && toMs(at) > toMs(after));
  if (!isAlerted && !(clock && hasLater(clock, after))) return {};
  return { overtaken: [...(state.overtaken ?? []), { clockId, after, before }].slice(-mostOvertaken) };
}

/** Whether an event would not have been, had been known in time what was told later. */
export function wasOvertaken(event: CaseEvent, { overtaken: later = [] }: Pick<Case, 'overtaken'>): boolean {
  const clockId = overtakable(event);
  return later.some(
    ({ clockId: id, after, before }) =>
      id === clockId && event.sequence < before && toMs(event.decidedAsOf) > toMs(after),
  );
}

/** The clock of a warning, a reminder, an alert or a breach: what happens on it by itself. */
function overtakable({ type, data }: CaseEvent): string | undefined {
  switch (type) {
    case 'mail.requested':
      return data.about.clockId;
    case 'clock.thresholdReached':
    case 'clock.breached':
    case 'alert.raised':
    case 'alert.acknowledged':
      return data.clockId;
    default:
      return undefined;
  }
}
