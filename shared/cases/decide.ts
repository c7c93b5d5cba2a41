import { toDuration, toInstant, toMs } from '../calendar/index.ts';
import type { Policy } from '../policy/index.ts';
import type { Case, CaseClock } from './case.ts';
import { isWaiting, latestClock } from './clocks.ts';
import { Refused, type CaseAction, type CaseActionType, type Command } from './commands.ts';
import { recordDue } from './due.ts';
import type { Actor, CaseEvent } from './events.ts';
import { recorder, type Recorder } from './recorder.ts';
import { submit } from './submit.ts';

/**
 * What follows from a command: first everything that has fallen due by `now`, each as of its due instant, then
 * the command itself. `now` is ms since the epoch. Throws `Refused`; then nothing at all is recorded.
 */
export function decide(
  state: Case | undefined,
  command: Command,
  now: number,
  policy: Policy,
): readonly CaseEvent[] {
  const at = toInstant(now);
  const due = recorder(state, at, system);
  if (state) recordDue(due, now);
  const record = recorder(due.state, at, command.by);
  if (command.type === 'case.submit') submit(record, command, now, policy);
  else act(record, command, now);
  return [...due.events, ...record.events];
}

const system: Actor = { kind: 'system', id: 'tick', role: 'system' };

/** Everything that has fallen due by `now` (ms), without any command: what a tick records and a GET shows. */
export function decideDue(state: Case, now: number): readonly CaseEvent[] {
  const record = recorder(state, toInstant(now), system);
  recordDue(record, now);
  return record.events;
}

/** The actions that make sense for the case as it stands. */
export function allowedActions(state: Case): readonly CaseActionType[] {
  if (state.status === 'closed') return [];
  const response = latestClock(state, 'initialResponse');
  return [...(response && isWaiting(response) ? ['engineer.contacted' as const] : []), 'case.closed'];
}

function act(record: Recorder, command: CaseAction, now: number): void {
  const state = record.existing;
  const allowed = allowedActions(state);
  if (!allowed.includes(command.type)) {
    throw new Refused({
      kind: 'notNow',
      code: 'event.notNow',
      allowed,
      detail: notNow(state, command.type, allowed),
    });
  }
  const asOf = occurred(state, command, now);
  const message = command.message === undefined ? {} : { message: command.message };
  switch (command.type) {
    case 'engineer.contacted':
      record.add('engineer.contacted', message, asOf, responseRules(state));
      return stopResponse(record, asOf);
    case 'case.closed':
      record.add('case.closed', message, asOf);
      for (const clock of state.clocks.filter(isWaiting)) {
        record.add('clock.cancelled', { clockId: clock.id }, asOf, clock.rules);
      }
  }
}

function stopResponse(record: Recorder, asOf: string): void {
  const clock = latestClock(record.existing, 'initialResponse');
  if (!clock || !isWaiting(clock)) return;
  if (clock.state === 'breached') {
    const lateBy = toDuration(toMs(asOf) - toMs(clock.dueAt));
    record.add('clock.stopped', { clockId: clock.id, lateBy }, asOf, clock.rules);
  } else {
    record.add('clock.met', { clockId: clock.id }, asOf, clock.rules);
  }
}

function notNow(state: Case, type: CaseActionType, allowed: readonly CaseActionType[]): string {
  const instead = allowed.length
    ? `What can be posted now: ${allowed.join(', ')}.`
    : 'Nothing can be posted to it now.';
  if (state.status === 'closed') return `The case is closed. ${instead}`;
  return `\`${type}\` makes no sense now: the first response has already been recorded. ${instead}`;
}

function responseRules(state: Case): readonly string[] {
  return latestClock(state, 'initialResponse')?.rules ?? [];
}

/** The instant an action counts from: never after now, and never before what its clocks have already recorded. */
function occurred(state: Case, command: CaseAction, now: number): string {
  if (command.occurredAt === undefined) return toInstant(now);
  const at = toMs(command.occurredAt);
  if (at > now) {
    throw new Refused({
      kind: 'invalid',
      code: 'occurredAt.inFuture',
      pointer: '/occurredAt',
      detail: `\`occurredAt\` lies in the future: it is ${toInstant(now)} now. Leave it out for now.`,
    });
  }
  const floor = lastRecorded(relevantClocks(state, command.type));
  if (floor !== undefined && at < floor) {
    throw new Refused({
      kind: 'invalid',
      code: 'occurredAt.outOfOrder',
      pointer: '/occurredAt',
      detail: `\`occurredAt\` lies before what the clocks have recorded last, as of ${toInstant(floor)}: use that instant or a later one.`,
    });
  }
  return toInstant(at);
}

function relevantClocks(state: Case, type: CaseActionType): readonly CaseClock[] {
  if (type !== 'engineer.contacted') return state.clocks;
  return state.clocks.filter((clock) => clock.kind === 'initialResponse');
}

/** The last instant (ms) as of which any of the clocks has recorded something. */
function lastRecorded(clocks: readonly CaseClock[]): number | undefined {
  const instants = clocks.flatMap((clock) => [
    clock.startedAt,
    ...clock.thresholds.filter((threshold) => threshold.reached).map((threshold) => threshold.at),
    ...(clock.state === 'breached' ? [clock.dueAt] : []),
    ...(clock.stoppedAt === undefined ? [] : [clock.stoppedAt]),
  ]);
  return instants.length === 0 ? undefined : Math.max(...instants.map(toMs));
}
