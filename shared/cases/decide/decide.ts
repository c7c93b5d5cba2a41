import { toInstant, toMs } from '../../calendar/index.ts';
import type { Policy } from '../../policy/index.ts';
import { recordAct } from './acting.ts';
import { bringAlong } from './bringAlong.ts';
import { openAdvisory } from '../rules/effort/advisory.ts';
import { applyCalendar } from '../rules/policyChange/applyCalendar.ts';
import { applyPolicy } from '../rules/policyChange/applyPolicy.ts';
import type { Case } from '../model/case.ts';
import type { Command } from '../model/commands.ts';
import { nextDue, recordDue } from './due.ts';
import type { CaseEvent } from '../model/events.ts';
import { refuseOvertaking } from './occurred.ts';
import { attachRca } from '../rules/requests/rca.ts';
import { Recorder } from './recorder.ts';
import { submit } from '../rules/intake/submit.ts';
import { system } from './system.ts';

/**
 * What follows from a command: first everything that has fallen due by `now`, each as of its due instant, then
 * the command itself, then what falls due by it: an action may count from an earlier instant. `now` is ms since
 * the epoch; `policy` is the version of the case, for a new one the one in force. Throws `Refused`; then nothing
 * at all is recorded.
 */
export function decide(
  state: Case | undefined,
  command: Command,
  now: number,
  policy: Policy,
): readonly CaseEvent[] {
  const due = state ? recordedDue(state, now, policy) : undefined;
  return [...(due?.events ?? []), ...decideCommand(due ? due.state : state, command, now, policy)];
}

/** The same on a state in which everything is recorded that has fallen due by `now`. */
export function decideCommand(
  state: Case | undefined,
  command: Command,
  now: number,
  policy: Policy,
): readonly CaseEvent[] {
  if (command.type === 'case.submit' && command.history)
    return bringAlong(command, command.history, now, policy);
  const actedAt = state?.actedAt;
  const limits = isOfCustomer(command) ? policy.customerMails : undefined;
  const record = new Recorder(state, toInstant(now), command.by, { mailLimits: limits });
  run(record, command, now, policy);
  const present = command.type === 'policy.apply' ? command.policy : policy;
  const after = recordedDue(record.existing, now, present);
  if (after) refuseOvertaking(actedAt, after.events);
  return [...record.events, ...(after?.events ?? [])];
}

/** Whether the customer's own side does this on a case, or somebody for it. */
function isOfCustomer({ type, by }: Command): boolean {
  return by.role === 'integration' && type !== 'case.submit' && !/^(engineer|investigation)\./.test(type);
}

/**
 * Everything that has fallen due by `now` (ms), without any command: what a tick records and a GET shows. It stops
 * after the due instant with which the events reach about `most` bytes.
 */
export function decideDue(
  state: Case,
  now: number,
  policy: Policy,
  most = Number.POSITIVE_INFINITY,
): readonly CaseEvent[] {
  return recordedDue(state, now, policy, most)?.events ?? [];
}

/** Undefined when nothing has fallen due, as it mostly is. */
function recordedDue(
  state: Case,
  now: number,
  policy: Policy,
  most = Number.POSITIVE_INFINITY,
): Recorder | undefined {
  const due = nextDue(state);
  if (!due || toMs(due.at) > now) return undefined;
  const record = new Recorder(state, toInstant(now), system);
  recordDue(record, now, policy, most);
  return record;
}

function run(record: Recorder, command: Command, now: number, policy: Policy): void {
  switch (command.type) {
    case 'case.submit':
      return submit(record, command, now, policy);
    case 'advisory.open':
      return openAdvisory(record, command, toInstant(now), policy);
    case 'policy.apply':
      return applyPolicy(record, command.policy, toInstant(now));
    case 'calendar.apply':
      return applyCalendar(record, command.layers, policy, toInstant(now));
    case 'rca.attach': {
      const { id, rca } = command.incident;
      return attachRca(record, id, rca?.location, toInstant(now));
    }
    default:
      return recordAct(record, command, now, policy);
  }
}
