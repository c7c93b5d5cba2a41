/** What may move a severity, whatever is done to a case and in whatever order. */
import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { CaseEvent } from '../../model/events.ts';
import { anySetup, anySteps, play } from '../../testing/random.ts';
import type { Severity } from '../../model/vocabulary.ts';

const below: Readonly<Record<Severity, Severity | undefined>> = { A: 'B', B: 'C', C: undefined };

/** The rules of policy.md on severity, read off the events alone. */
function watch(events: readonly CaseEvent[], isPreview: boolean): void {
  let severity: Severity = 'C';
  let coverage = '';
  let silenceLoweredFrom: Severity | undefined;
  let unanswered = { question: false, proposal: false };
  let before: CaseEvent | undefined;
  for (const event of events) {
    switch (event.type) {
      case 'case.submitted':
        ({ severity, coverage } = event.data);
        break;
      case 'engineer.requestedInformation':
        unanswered = { ...unanswered, question: true };
        break;
      case 'engineer.proposedResolution':
        unanswered = { ...unanswered, proposal: true };
        break;
      case 'customer.replied':
      case 'customer.rejectedResolution':
      case 'case.closed':
        unanswered = { question: false, proposal: false };
        break;
      case 'severity.raised': {
        if (before?.type !== 'severity.changeRequested') throw new Error('raised without being asked for');
        expect(before.data.severity).toBe(event.data.to);
        expect(event.data.to < severity).toBe(true);
        if (silenceLoweredFrom !== undefined) {
          expect(unanswered, 'raised while support waits for an answer').toEqual({
            question: false,
            proposal: false,
          });
        }
        if (silenceLoweredFrom !== undefined && event.data.to <= silenceLoweredFrom) {
          expect(before.data.require24X7Response === true || isPreview, 'without recommitment').toBe(true);
          silenceLoweredFrom = undefined;
        }
        ({ to: severity, coverage } = event.data);
        break;
      }
      case 'severity.lowered': {
        const bySilence = event.rules.some((rule) => rule === 'DG-1' || rule === 'DG-4');
        const asked = before?.type === 'severity.changeRequested';
        expect(event.data.from).toBe(severity);
        if (asked) expect(event.data.to > severity).toBe(true);
        else expect(event.data.to, 'by one step, never below C').toBe(below[severity]);
        if (bySilence) {
          expect(coverage, 'lowered for silence in business hours').toBe('24x7');
          silenceLoweredFrom ??= severity;
        }
        ({ to: severity, coverage } = event.data);
        break;
      }
      case 'coverage.changed':
        ({ coverage } = event.data);
        break;
      default:
    }
    before = event;
  }
}

test('a severity rises only at the wish of a customer who has answered and committed, and falls step by step', () => {
  fc.assert(
    fc.property(anySetup, anySteps, (setup, steps) => {
      const { events, state } = play(setup, steps);
      watch(events, state.service.releaseStage === 'publicPreview');
    }),
    { numRuns: 300 },
  );
});
