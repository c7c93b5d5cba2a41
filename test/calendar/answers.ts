/** All that a schedule answers to one question, in a form that can be compared. */
import type { BusinessTime } from '../../shared/calendar/index.ts';
import type { Question } from './arbitraries.ts';

/** What can be had in two ways is had in both, so that these are compared as well. */
export function answers(time: BusinessTime, { start, duration, until, pauses }: Question) {
  return {
    ...provedAnswers(time, { start, duration, until, pauses }),
    dueAt: time.dueAt(start, duration, pauses),
    elapsed: time.elapsed(start, until, pauses),
    isOpen: time.isOpen(start),
    counts: time.isOpen(start, pauses),
  };
}

/** The same, with all that a proof or an opening tells read from there: half the walking. */
export function provedAnswers(time: BusinessTime, { start, duration, until, pauses }: Question) {
  const proof = time.prove(start, duration, pauses);
  const segments = time.segments(start, until, pauses);
  const counted = segments.filter(({ kind }) => kind === 'counted');
  const nextOpening = time.nextOpening(start);
  const nextCounted = pauses.length === 0 ? nextOpening : time.nextOpening(start, pauses);
  return {
    dueAt: proof && proof.dueAt,
    proof,
    segments,
    firstSegments: time.segments(start, until, pauses, 3),
    elapsed: counted.reduce((sum, { from, to }) => sum + to - from, 0),
    isOpen: nextOpening === start,
    counts: nextCounted === start,
    nextOpening,
    nextCounted,
    nextClosing: time.nextClosing(start),
  };
}
