import type { Case } from '../cases/case.ts';
import { evolve } from '../cases/evolve.ts';
import type { CaseEvent } from '../cases/events.ts';
import type { TimelineEntry } from './schemas.ts';

/** Every event with what it changed, in order. */
export function timelineOf(events: readonly CaseEvent[]): TimelineEntry[] {
  let state: Case | undefined;
  return events.map((event) => {
    const before = shown(state);
    state = evolve(state, event);
    const after = shown(state);
    const changed = Object.keys(after).filter((key) => before[key] !== after[key]);
    return {
      sequence: event.sequence,
      type: event.type,
      at: event.at,
      decidedAsOf: event.decidedAsOf,
      by: { kind: event.by.kind, id: event.by.id, role: event.by.role },
      rules: [...event.rules],
      before: pick(before, changed),
      after: pick(after, changed),
      data: { ...event.data },
    };
  });
}

/** What a timeline compares: flat, so that a change shows as `clocks.k2.state: running → met`. */
function shown(state: Case | undefined): Record<string, unknown> {
  if (!state) return {};
  const { status, severity, coverage, plan, policyVersion } = state;
  const flat: Record<string, unknown> = { status, severity, coverage, plan, policyVersion };
  for (const clock of state.clocks) {
    flat[`clocks.${clock.id}.state`] = clock.state;
    flat[`clocks.${clock.id}.dueAt`] = clock.dueAt;
    flat[`clocks.${clock.id}.target`] = clock.target;
    flat[`clocks.${clock.id}.stoppedAt`] = clock.stoppedAt;
  }
  for (const mail of state.mails) flat[`mails.${mail.id}`] = mail.state.status;
  if (state.alarm) flat['alarm'] = `${state.alarm.epoch}${state.alarm.ended ? ' ended' : ''}`;
  return flat;
}

function pick(from: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]]));
}
