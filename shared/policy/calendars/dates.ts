/** Dates as the data files write them: by name, `MM-DD` for every year of the file, `YYYY-MM-DD` for one. */

/** The dates of a text, in the years from `first` to `last`. */
export function datesOf(text: string, first: number, last: number): string[] {
  return text
    .split(' ')
    .filter((date) => date !== '')
    .flatMap((date) =>
      date.length === 5
        ? Array.from({ length: last - first + 1 }, (_, index) => `${first + index}-${date}`)
        : [date],
    );
}

/** Dates with what they are called; a date that has two names has both. */
export function daysOf(
  names: Readonly<Record<string, string>>,
  first: number,
  last: number,
): Map<string, string> {
  const days = new Map<string, string>();
  for (const [name, dates] of Object.entries(names)) {
    for (const date of datesOf(dates, first, last)) {
      const known = days.get(date);
      days.set(date, known === undefined ? name : `${known}; ${name}`);
    }
  }
  return days;
}
