import type { Instant } from '../calendar/instant.ts';
import type { Case } from './case.ts';
import { evolve } from './evolve.ts';
import type { Actor, CaseEvent, EventData, EventType } from './events.ts';

/** Collects the events of one decision and folds each at once, so that what follows sees what went before. */
export interface Recorder {
  /** Undefined until the first event of a new case. */
  readonly state: Case | undefined;
  /** The state, for decisions on a case that exists. */
  readonly existing: Case;
  readonly events: readonly CaseEvent[];
  /** The sequence the next event gets. */
  readonly nextSequence: number;
  add<T extends EventType>(type: T, data: EventData[T], asOf: Instant, rules?: readonly string[]): void;
}

export function recorder(from: Case | undefined, at: Instant, by: Actor): Recorder {
  let state = from;
  const events: CaseEvent[] = [];
  return {
    get state() {
      return state;
    },
    get existing() {
      if (!state) throw new Error('decided on a case that does not exist');
      return state;
    },
    get nextSequence() {
      return (state?.sequence ?? 0) + 1;
    },
    events,
    add(type, data, asOf, rules = []) {
      const event = {
        sequence: (state?.sequence ?? 0) + 1,
        type,
        at,
        decidedAsOf: asOf,
        by,
        rules,
        data,
      } as CaseEvent;
      events.push(event);
      state = evolve(state, event);
    },
  };
}
