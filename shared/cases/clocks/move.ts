import { toMs, type Instant } from '../../calendar/index.ts';
import type { Policy } from '../../policy/index.ts';
import { bestEffortAsk, bestEffortClock } from '../rules/effort/bestEffort.ts';
import type { CaseClock } from '../model/case.ts';
import { cancelClocks, retarget } from './changes.ts';
import { planClock } from './clocks.ts';
import type { Recorder } from '../decide/recorder.ts';
import { responsePromise, waitingResponse } from '../rules/response/response.ts';
import { continueSilence, silenceAsk, silenceClocks, startSilence } from '../rules/silence/silence.ts';

type Change = 'raised' | 'lowered' | 'policy' | 'calendar';

/**
 * Gives the clocks what the case now asks of them, after its severity, coverage, policy or calendar has changed.
 * Raised: time counts from the change; lowered: from the submission, or the question. The pauses are kept, a recorded
 * breach is never taken back, and no clock comes due before the change.
 */
export function moveClocks(record: Recorder, policy: Policy, change: Change, asOf: Instant): void {
  const response = waitingResponse(record.existing);
  if (response?.state === 'running') moveResponse(record, policy, response, change, asOf);
  for (const clock of silenceClocks(record.existing)) {
    if (clock.state === 'running') {
      const ask = silenceAsk(record.existing, policy, clock.kind);
      retarget(record, clock, ask, change === 'raised' ? 'change' : 'start', asOf);
    } else if (change === 'lowered') {
      continueSilence(record, policy, clock, asOf);
    } else if (change === 'raised') {
      // Its time is over, but the new commitment has limits of its own.
      cancelClocks(record, [clock], asOf);
      startSilence(record, policy, clock.kind, asOf);
    }
  }
  const effort = bestEffortClock(record.existing);
  const ask = effort && bestEffortAsk(record.existing, policy);
  if (effort && ask && effort.state !== 'breached') {
    retarget(record, effort, ask, effort.schedule === ask.schedule ? 'start' : 'leg', asOf);
  }
}

function moveResponse(
  record: Recorder,
  policy: Policy,
  clock: CaseClock,
  change: Change,
  asOf: Instant,
): void {
  const { calendar, submittedAt, reopenedAt = submittedAt } = record.existing;
  const promise = responsePromise(record.existing, policy);
  if (change !== 'lowered') {
    return retarget(record, clock, promise, change === 'raised' ? 'change' : 'start', asOf);
  }
  // A promise that the case did not have before it was raised isn't broken by the wish for less.
  const { dueAt } = planClock(calendar, { ...promise, startedAt: reopenedAt });
  const inTime = dueAt !== null && toMs(dueAt) > toMs(asOf);
  retarget(record, clock, promise, inTime ? 'submission' : 'start', asOf);
}
