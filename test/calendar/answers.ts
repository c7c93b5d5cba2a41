/** All that a schedule answers to one question, in a form that can be compared. */
import type { BusinessTime } from '../../shared/calendar/index.ts';
import type { Question } from './arbitraries.ts';

export function answers(time: BusinessTime, { start, duration, until, pauses }: Question) {
  const proof = time.prove(start, duration, pauses);
  return {
    dueAt: time.dueAt(start, duration, pauses),
    proof: proof && { ...proof, warnings: proof.warnings.map(({ code }) => code) },
    elapsed: time.elapsed(start, until, pauses),
    isOpen: time.isOpen(start),
    nextOpening: time.nextOpening(start),
    nextClosing: time.nextClosing(start),
  };
}
