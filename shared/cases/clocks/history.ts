import { toInstant, toMs, type Instant, type Pause, type Segment } from '../../calendar/index.ts';
import { breached, paused, planned, resumed, started, stopped, withThreshold } from '../fold/clocks.ts';
import type { CalendarStamp, CaseClock, Leg } from '../model/case.ts';
import type { CaseEvent } from '../model/events.ts';
import { timeOf } from './clocks.ts';

/** All that a clock has been through, which a proof needs and a live case does not. */
export interface ClockHistory {
  readonly clock: CaseClock;
  /** In order; `to` is null while it still lasts. */
  readonly pauses: readonly { readonly from: Instant; readonly to: Instant | null }[];
  /** In order, and contiguous; the clock counts on under its present schedule from the end of the last one. */
  readonly legs: readonly Leg[];
}

/** The clock of this id, from events that hold all of its own; undefined when there is none. */
export function clockHistory(events: Iterable<CaseEvent>, clockId: string): ClockHistory | undefined {
  let history: ClockHistory | undefined;
  for (const event of events) {
    if (event.type === 'clock.started' && event.data.clockId === clockId) {
      history = { clock: started(event), pauses: [], legs: [] };
    } else if (history) {
      history = after(history, event);
    }
  }
  return history;
}

/** The sequence from which on the stream tells of a clock: its id says so. Undefined: that is no clock's id. */
export function firstSequenceOf(clockId: string): number | undefined {
  const [, sequence] = /^k([1-9]\d{0,14})$/.exec(clockId) ?? [];
  return sequence === undefined ? undefined : Number(sequence);
}

function after(history: ClockHistory, event: CaseEvent): ClockHistory {
  const { clock, pauses, legs } = history;
  if (!('clockId' in event.data) || event.data.clockId !== clock.id) return history;
  const { decidedAsOf } = event;
  switch (event.type) {
    case 'clock.retargeted':
      return {
        clock: planned(clock, event),
        pauses,
        legs: event.data.leg ? [...legs, event.data.leg] : legs,
      };
    case 'clock.paused':
      return {
        ...history,
        clock: paused(clock, event),
        pauses: [...pauses, { from: decidedAsOf, to: null }],
      };
    case 'clock.resumed':
      return { ...history, clock: resumed(clock, event), pauses: ended(pauses, decidedAsOf) };
    case 'clock.thresholdReached':
      return { ...history, clock: withThreshold(clock, event.data.percent) };
    case 'clock.breached':
      return { ...history, clock: breached(clock) };
    case 'clock.met':
    case 'clock.stopped':
    case 'clock.cancelled':
      return { ...history, clock: stopped(clock, event), pauses: ended(pauses, decidedAsOf) };
    default:
      return history;
  }
}

function ended(pauses: ClockHistory['pauses'], to: Instant): ClockHistory['pauses'] {
  return pauses.map((pause) => (pause.to === null ? { ...pause, to } : pause));
}

/**
 * What became of the time since the clock started, up to its due instant, or to `now` (ms) while it is paused, or
 * to its end if it ended so: contiguous segments, each leg by its own schedule, whose counted ones add up to the
 * target.
 */
export function segmentsOn(
  stamp: CalendarStamp,
  { clock, pauses, legs }: ClockHistory,
  now: number,
): readonly Segment[] {
  const held = pauses.map(({ from, to }): Pause => ({ from: toMs(from), to: to === null ? null : toMs(to) }));
  const from = legs.at(-1)?.to ?? clock.startedAt;
  const end = clock.dueAt ?? clock.stoppedAt;
  const to = end === undefined ? Math.max(now, toMs(from)) : toMs(end);
  const present = { from, to: toInstant(to), schedule: clock.schedule };
  return [...legs, present].flatMap((leg) =>
    timeOf(stamp, leg.schedule).segments(toMs(leg.from), toMs(leg.to), held),
  );
}
