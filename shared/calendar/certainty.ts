/** How sure it is which days are holidays. */

/** Best to worst. */
export const certainties = [
  'official',
  'confirmed',
  'single',
  'estimated',
  'disputed',
  'pending',
  'unknown',
] as const;
export type Certainty = (typeof certainties)[number];

/** The worst of several; `official` of none. */
export function worst(all: Iterable<Certainty>): Certainty {
  let found = 0;
  for (const each of all) found = Math.max(found, certainties.indexOf(each));
  return certainties[found] ?? 'unknown';
}

export interface YearCertainty {
  /** Of the days that have no status of their own, working days too. */
  readonly base: Certainty;
  /** What a yearly decree has yet to say; absent once it has. */
  readonly pending?: string | undefined;
}

/** What a calendar says of its holidays: a year that is not listed is unknown. */
export interface CalendarCertainty {
  readonly years: Readonly<Record<string, YearCertainty>>;
  /** Status of single dates, holidays of the list or not. */
  readonly days: Readonly<Record<string, Certainty>>;
}
