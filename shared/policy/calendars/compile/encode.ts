/** The other way round than `dates.ts`. */

/** By name: `MM-DD` for a date of every year, `YYYY-MM-DD` for one of its own. */
export function encodeDays(
  days: ReadonlyMap<string, string>,
  first: number,
  last: number,
): Record<string, string> {
  const byName = new Map<string, Map<string, string[]>>();
  for (const [date, name] of [...days].sort(([a], [b]) => a.localeCompare(b))) {
    const byDay = byName.get(name) ?? new Map<string, string[]>();
    byName.set(name, byDay);
    byDay.set(date.slice(5), [...(byDay.get(date.slice(5)) ?? []), date]);
  }
  return Object.fromEntries(
    [...byName].map(([name, byDay]) => [
      name,
      [...byDay]
        .flatMap(([day, dates]) => (dates.length === last - first + 1 ? [day] : dates))
        .sort()
        .join(' '),
    ]),
  );
}

export function encodeDates(dates: Iterable<string>, first: number, last: number): string {
  return encodeDays(new Map([...dates].map((date) => [date, '-'])), first, last)['-'] ?? '';
}
