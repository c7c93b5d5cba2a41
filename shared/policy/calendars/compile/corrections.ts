/** Dated single facts that go before every list: what was published since, or is wrong in the source believed. */
import file from '../sources/corrections.json' with { type: 'json' };
import doubtsFile from '../sources/doubts.json' with { type: 'json' };
import { datesOf } from '../dates.ts';
import { firstYear, lastYear } from './sources.ts';

export interface Correction {
  readonly date: string;
  /** `add` and `remove` a holiday; `work` declares a day of a weekend worked. */
  readonly change: 'add' | 'remove' | 'work';
  readonly name: string;
  readonly status: 'official' | 'confirmed' | 'disputed';
  /** The law, gazette or announcement. */
  readonly cite: string;
}

interface Entry {
  readonly country: string;
  readonly regions?: readonly string[];
  readonly change: string;
  readonly dates: string;
  readonly name: string;
  readonly status: string;
  readonly cite: string;
}

const entries: readonly Entry[] = file.corrections;

function oneOf<T extends string>(value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw new Error(`corrections.json: ${value} is none of ${allowed.join(', ')}`);
  return found;
}

/** Corrections of a place by date; those without regions hold for the country and all of its regions. */
export function correctionsOf(country: string, region?: string): Map<string, Correction> {
  const mine = entries.filter(
    (entry) =>
      entry.country === country &&
      (entry.regions === undefined || (region !== undefined && entry.regions.includes(region))),
  );
  return new Map(
    mine.flatMap(({ dates, change, name, status, cite }) =>
      datesOf(dates, firstYear, lastYear).map((date): [string, Correction] => [
        date,
        {
          date,
          name,
          cite,
          change: oneOf(change, ['add', 'remove', 'work'] as const),
          status: oneOf(status, ['official', 'confirmed', 'disputed'] as const),
        },
      ]),
    ),
  );
}

const doubts = new Map<string, Readonly<Record<string, string>>>(Object.entries(doubtsFile.countries));

/** Dates of a place that a witness has otherwise than the list, found when they were held against each other. */
export function doubtsOf(country: string, region?: string): Set<string> {
  return new Set(datesOf(doubts.get(country)?.[region ?? ''] ?? '', firstYear, lastYear));
}
