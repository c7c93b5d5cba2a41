/** Lives that are counted: what callers do, and when. */
import type { CaseAction } from '../../shared/cases/index.ts';
import { actOnCase, submitCase } from '../../shared/engine/commands/act.ts';
import { readCase } from '../../shared/engine/commands/read.ts';
import type { Ports } from '../../shared/engine/ports.ts';
import { engineer, submission, type StandingClock } from '../../shared/engine/testing/ports.ts';
import type { CountedAlarms } from './hub.ts';

const minute = 60_000;
const hour = 60 * minute;

type Happening =
  | { readonly after: number; readonly submitted: object }
  | { readonly after: number; readonly action: object };

/** In ms since the submission. */
export const lives = {
  /** Start, three reschedules, four alarms, close: none of the three asks for mail. */
  usual: [
    { after: 0, submitted: { severity: 'C', require24X7Response: false } },
    {
      after: 5 * minute,
      action: { type: 'severity.changeRequested', severity: 'B', require24X7Response: false },
    },
    { after: 10 * minute, action: { type: 'coverage.changed', require24X7Response: true } },
    {
      after: 15 * minute,
      action: { type: 'severity.changeRequested', severity: 'A', require24X7Response: true },
    },
    { after: 2 * hour, action: { type: 'case.closed' } },
  ],
  /** The same, where each of the three asks for mail. */
  asked: [
    { after: 0, submitted: { severity: 'A' } },
    {
      after: 35 * minute,
      action: { type: 'engineer.requestedInformation', message: 'Please send a trace.' },
    },
    { after: 40 * minute, action: { type: 'engineer.updated', message: 'We are looking at it.' } },
    { after: 45 * minute, action: { type: 'engineer.updated', message: 'We have reproduced it.' } },
    { after: 60 * hour, action: { type: 'case.closed' } },
  ],
  /** Submit, warning, contact, question, reminder, lowering, answer, proposal, acceptance. */
  standard: [
    { after: 0, submitted: { severity: 'A' } },
    { after: 35 * minute, action: { type: 'engineer.contacted' } },
    {
      after: 60 * minute,
      action: { type: 'engineer.requestedInformation', message: 'Please send a trace.' },
    },
    { after: 6 * hour, action: { type: 'customer.replied', message: 'Here it is.' } },
    { after: 7 * hour, action: { type: 'engineer.proposedResolution', message: 'Please try again.' } },
    { after: 8 * hour, action: { type: 'customer.acceptedResolution' } },
  ],
} as const satisfies Readonly<Record<string, readonly Happening[]>>;

export type LifeName = keyof typeof lives;

export async function live(
  ports: Ports & { readonly clock: StandingClock },
  counted: CountedAlarms,
  life: readonly Happening[],
  caseId = 'life',
): Promise<void> {
  const begun = ports.clock.now();
  for (const happening of life) {
    await counted.passTo(begun + happening.after);
    if ('submitted' in happening) {
      await submitCase(ports, counted.alarms, submission(caseId, happening.submitted));
    } else {
      const read = await readCase(ports, caseId);
      if (!read) throw new Error('the case is gone');
      await actOnCase(ports, counted.alarms, read.loaded, {
        ...happening.action,
        by: engineer,
      } as CaseAction);
    }
    await counted.passTo(ports.clock.now());
  }
}
