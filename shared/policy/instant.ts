import { z } from 'zod';

const [first, end] = [Date.parse('1970-01-01T00:00:00Z'), Date.parse('2101-01-01T00:00:00Z')];

/** Whether an instant or a date lies in the years that are accepted from outside: those the clocks can be in. */
export function isInYears(text: string): boolean {
  const at = Date.parse(text);
  return at >= first && at < end;
}

export const outOfYears = 'instants are accepted from 1970 to the end of 2100: 2026-11-20T08:00:00Z';

/** An instant with its offset, as it is given from outside; kept in UTC. */
export const instantSchema = z.iso
  .datetime({ offset: true, abort: true })
  .refine(isInYears, { error: outOfYears })
  .meta({ example: '2026-11-20T07:30:00Z' });
