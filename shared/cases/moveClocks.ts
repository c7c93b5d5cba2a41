import type { Instant } from '../calendar/index.ts';
import type { Policy } from '../policy/index.ts';
import { bestEffortAsk, bestEffortClock } from './bestEffort.ts';
import { cancelClocks, retarget } from './clockChanges.ts';
import type { Recorder } from './recorder.ts';
import { responsePromise, waitingResponse } from './response.ts';
import { silenceAsk, silenceClocks, startSilence } from './silence.ts';

/**
 * Gives the clocks what the case now asks of them, after its severity, coverage or policy has changed. Raised:
 * time counts from the change; lowered: from the submission, or the question. The pauses are kept, a recorded
 * breach is never taken back, and no clock comes due before the change.
 */
export function moveClocks(
  record: Recorder,
  policy: Policy,
  change: 'raised' | 'lowered' | 'policy',
  asOf: Instant,
): void {
  const countsFrom = change === 'raised' ? 'change' : 'start';
  const response = waitingResponse(record.existing);
  if (response?.state === 'running') {
    const { submittedAt, reopenedAt = submittedAt } = record.existing;
    const from = change === 'lowered' ? { since: reopenedAt } : countsFrom;
    retarget(record, response, responsePromise(record.existing, policy), from, asOf);
  }
  for (const clock of silenceClocks(record.existing)) {
    if (clock.state === 'running') {
      retarget(record, clock, silenceAsk(record.existing, policy, clock.kind), countsFrom, asOf);
    } else if (change === 'lowered') {
      // Silence goes on from the same question, under the limits of the lower severity.
      cancelClocks(record, [clock], asOf);
      startSilence(record, policy, clock.kind, clock.startedAt, asOf);
    }
  }
  const effort = bestEffortClock(record.existing);
  const ask = effort && bestEffortAsk(record.existing, policy);
  if (effort && ask && effort.state !== 'breached') {
    retarget(record, effort, ask, effort.schedule === ask.schedule ? 'start' : 'leg', asOf);
  }
}
