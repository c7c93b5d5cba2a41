/** Microseconds of CPU that the pure core takes to decide: a submission, and the tick at each of its thresholds. */
import {
  type Case,
  type CaseEvent,
  decide,
  decideDue,
  evolve,
  type SubmitCase,
} from '../shared/cases/index.ts';
import { policiesOf } from '../shared/policy/index.ts';
import { median } from './support/median.ts';
import { entitlement, submission } from './support/samples.ts';

const now = Date.parse('2026-11-20T08:00:00Z');
const hour = 3_600_000;
const rounds = 15;
const callsPerRound = 3000;
/** Rounds before the measured ones: the compiler goes on improving the first thing it meets for a while. */
const warmUp = 20;
const aim = 20;

export async function run(): Promise<void> {
  const policy = policiesOf().inForce(now);
  const submit = (severity: 'A' | 'C') => () => decide(undefined, commandOf(severity), now, policy).length;
  const fresh = folded(decide(undefined, commandOf('A'), now, policy));
  const body = JSON.stringify(submission);

  // The named thing beside it: what any service pays to read and write such a request as JSON.
  const json = microseconds(() => JSON.stringify(JSON.parse(body)).length);
  console.log(`decide: median of ${rounds} rounds of ${callsPerRound} calls (aim: under ${aim} µs)`);
  print('the submission through JSON and back', json, json);
  print('decide: submission, severity A, 24x7', microseconds(submit('A')), json);
  print('decide: submission, severity C, business hours', microseconds(submit('C')), json);
  print(
    'decide: tick, nothing due',
    microseconds(() => decideDue(fresh, now + 1, policy).length),
    json,
  );
  print(
    'decide: tick, first warning',
    microseconds(() => decideDue(fresh, now + hour / 2, policy).length),
    json,
  );
  print(
    'decide: tick, both warnings and the breach',
    microseconds(() => decideDue(fresh, now + hour, policy).length),
    json,
  );
  console.log();
}

function commandOf(severity: 'A' | 'C'): SubmitCase {
  return {
    type: 'case.submit',
    caseId: 'bench',
    by: { kind: 'caller', id: 'bench', role: 'integration', tenantId: submission.tenantId },
    submission: { ...submission, severity, require24X7Response: severity === 'A' },
    entitlement,
    fromHomeTenant: true,
  };
}

function folded(events: readonly CaseEvent[]): Case {
  const state = events.reduce<Case | undefined>((before, event) => evolve(before, event), undefined);
  if (!state) throw new Error('The submission made no case.');
  return state;
}

let sink = 0;

function microseconds(call: () => number): number {
  const times: number[] = [];
  for (let round = -warmUp; round < rounds; round += 1) {
    const started = cpuMicroseconds();
    for (let count = 0; count < callsPerRound; count += 1) sink += call();
    if (round >= 0) times.push((cpuMicroseconds() - started) / callsPerRound);
  }
  if (sink === 0) throw new Error('Nothing has been decided.');
  return median(times);
}

/** CPU time of this process: what else the machine does does not count. */
function cpuMicroseconds(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

function print(name: string, time: number, json: number): void {
  console.log(
    `  ${name.padEnd(48)} ${time.toFixed(1).padStart(6)} µs  ${(time / json).toFixed(1).padStart(5)} x JSON`,
  );
}
