import type { Schedule, Steps } from '../../calendar/index.ts';
import { Problem } from '../input/problem.ts';

/**
 * The most days and openings that one request may have laid out: enough for a thousand calendars over the half century
 * that the longest duration takes, or for a thousand with an opening each hour over two years.
 */
const mostLaidOut = 20_000_000;

/** How many years of calendars a request has had laid out. A calendar that was asked about is there for the next. */
export class Layout {
  readonly #calendars = new Set<string>();
  #left = mostLaidOut;

  /** Takes steps that lay out one year each. Throws 422 `answer.tooLarge` when they are more than one request may take. */
  *spend<T>(schedule: Schedule, steps: Steps<T>): Steps<T> {
    const perYear = this.#costOf(schedule);
    for (;;) {
      this.#left -= perYear;
      if (this.#left < 0) throw tooLarge();
      const step = steps.next();
      if (step.done === true) return step.value;
      yield;
    }
  }

  #costOf(schedule: Schedule): number {
    if (schedule.kind === '24x7') return 0;
    const { calendar } = schedule;
    const content = JSON.stringify(calendar);
    if (this.#calendars.has(content)) return 0;
    this.#calendars.add(content);
    const weekly = Object.values(calendar.weekly).reduce((sum, day) => sum + (day?.length ?? 0), 0);
    return 366 + 53 * weekly;
  }
}

function tooLarge(): Problem {
  return new Problem(
    422,
    'answer.tooLarge',
    `The calendars of this request would have to be laid out over more years than one request may take (${mostLaidOut} days and openings in all). Ask for fewer deadlines at a time, or for shorter durations.`,
    { title: 'The answer would take too long' },
  );
}
