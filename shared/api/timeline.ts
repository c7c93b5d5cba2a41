import { type Case, type CaseEvent, evolve } from '../cases/index.ts';
import type { TimelineEntry } from './schemas.ts';

/** Every event with what it changed, in order. */
export function timelineOf(events: readonly CaseEvent[]): TimelineEntry[] {
  let state: Case | undefined;
  return events.map((event) => {
    const before = shown(state);
    state = evolve(state, event);
    const after = shown(state);
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    const changed = [...names].filter((key) => before[key] !== after[key]);
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
  const { status, severity, coverage, plan, category, policyVersion, lowered, downgrade } = state;
  const flat: Record<string, unknown> = { status, severity, coverage, plan, category, policyVersion };
  if (state.investigation) {
    flat['investigation'] = state.investigation.underWay ? 'underWay' : 'standing';
    flat['cause'] = state.investigation.cause;
  }
  if (lowered) flat['loweredFrom'] = lowered.from;
  if (downgrade) flat['downgradeTo'] = downgrade.to;
  for (const { id, kind } of state.linkedCases) flat[`linkedCases.${id}`] = kind;
  for (const { id, attached } of state.incidents) flat[`incidents.${id}`] = attached ? 'attached' : 'awaited';
  for (const { key, level, ended } of state.escalations) {
    flat[`escalations.${key}`] = ended ? 'ended' : level;
  }
  for (const clock of state.clocks) {
    const { id, state: is, schedule, dueAt, target, stoppedAt } = clock;
    const shownOf = { state: is, schedule, dueAt, target, stoppedAt };
    for (const [name, value] of Object.entries(shownOf)) flat[`clocks.${id}.${name}`] = value;
  }
  for (const mail of state.mails) flat[`mails.${mail.id}`] = mail.state.status;
  if (state.alarm) flat['alarm'] = `${state.alarm.epoch}${state.alarm.ended ? ' ended' : ''}`;
  return flat;
}

function pick(from: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]]));
}
