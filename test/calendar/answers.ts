/** All that a schedule answers to one question, in a form that can be compared. */
import type { BusinessTime } from '../../shared/calendar/index.ts';
import type { Question } from './arbitraries.ts';

/** `dueAt` stands apart from the proof, so that the two ways to a due instant are compared as well. */
export function answers(time: BusinessTime, { start, duration, until, pauses }: Question) {
  return {
    ...provedAnswers(time, { start, duration, until, pauses }),
    dueAt: time.dueAt(start, duration, pauses),
    isOpen: time.isOpen(start),
  };
}

/** The same, with the due instant and the state read from the proof and the next opening: half the walking. */
export function provedAnswers(time: BusinessTime, { start, duration, until, pauses }: Question) {
  const proof = time.prove(start, duration, pauses);
  const nextOpening = time.nextOpening(start);
  return {
    dueAt: proof && proof.dueAt,
    proof: proof && { ...proof, warnings: proof.warnings.map(({ code }) => code) },
    elapsed: time.elapsed(start, until, pauses),
    isOpen: nextOpening === start,
    nextOpening,
    nextClosing: time.nextClosing(start),
  };
}
