/**
 * Keeps the calendars of this release for good: `npm run holidays:keep`. Run by hand once
 * holidays, hours or zones have changed; what it adds is reviewed as a diff and committed. It removes nothing. Never
 * part of the running product.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { countries, regionsOf } from '../index.ts';
import { contentHash } from './contentHash.ts';
import { decoded, encoded, type KeptCalendar } from './keptForm.ts';
import { productOf, type Product, type ProductCalendar } from './product.ts';

interface Kept {
  readonly note: string;
  readonly hours: Record<string, ProductCalendar['hours']>;
  readonly calendars: Record<string, KeptCalendar>;
}

const file = new URL('../data/kept.json', import.meta.url);
const kept = JSON.parse(readFileSync(file, 'utf8')) as Kept;

function read(hash: string): Product {
  const entry = kept.calendars[hash];
  const base = entry?.base === undefined ? undefined : read(entry.base).calendar;
  const hours = entry?.hours === undefined ? base?.hours : kept.hours[entry.hours];
  if (!entry || !hours) throw new Error(`${hash} is named as a base, or has hours, that are not kept`);
  return { hash, calendar: decoded(entry, hours, base) };
}

/** The shortest of the ways to keep it: by itself, or as what differs from one that is kept. */
function keep(of: string, { hash, calendar }: Product, bases: readonly Product[]): void {
  if (kept.calendars[hash]) return;
  const hoursHash = contentHash(JSON.stringify(calendar.hours));
  const ways = [undefined, ...bases].map((base): KeptCalendar => {
    const sameHours = JSON.stringify(base?.calendar.hours) === JSON.stringify(calendar.hours);
    return {
      of,
      ...(base ? { base: base.hash } : {}),
      ...(sameHours ? {} : { hours: hoursHash }),
      ...encoded(calendar, base?.calendar),
    };
  });
  const length = (way: KeptCalendar | undefined): number => JSON.stringify(way).length;
  const [shortest] = ways.sort((a, b) => length(a) - length(b));
  if (!shortest) return;
  if (shortest.hours !== undefined) kept.hours[hoursHash] ??= calendar.hours;
  kept.calendars[hash] = shortest;
}

for (const { code } of countries) {
  const national = productOf(code, undefined);
  for (const region of [undefined, ...regionsOf(code).map((one) => one.code)]) {
    const of = region === undefined ? code : `${code}-${region}`;
    const earlier = Object.entries(kept.calendars).flatMap(([hash, entry]) =>
      entry.of === of ? [hash] : [],
    );
    const bases = [...earlier.slice(-1).map(read), ...(region === undefined ? [] : [national])];
    keep(of, productOf(code, region), bases);
  }
}

const lines = (of: Readonly<Record<string, object>>): string =>
  Object.entries(of)
    .map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`)
    .join(',\n');
writeFileSync(
  file,
  `{"note":${JSON.stringify(kept.note)},"hours":{\n${lines(kept.hours)}\n},"calendars":{\n${lines(kept.calendars)}\n}}\n`,
);
