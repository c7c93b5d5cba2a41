/** One country or region over all years: its days, and how sure they are. */
import { worst, type Certainty } from '../../../calendar/index.ts';
import reviewed from '../reviewed.json' with { type: 'json' };
import { weekendOn } from '../weekends.ts';
import { correctionsOf, doubtsOf } from './corrections.ts';
import { judge, type DayStatus, type Witness } from './judge.ts';
import { federalListOnly, federations, nationalList, regionalList, regionsIn, type Ranked } from './rank.ts';
import { comparedBy, nationalFindings, pendingOf, regionalFindings } from './review.ts';
import { inYear, jollyday, nager, officialDays, python, years, type Days } from './sources.ts';

/** The day on which the sources were last read: what lies behind it has been lived. */
export const today = '2026-11-26';
/** Where python-holidays computes Islamic days without saying so. */
const computedUnmarked: ReadonlySet<string> = new Set(['EG', 'NG', 'SA']);

export interface PlaceYear {
  readonly year: number;
  /** Letter of the source of the list; empty where nothing is known. */
  readonly from: string;
  /** Status of a day that has none of its own. */
  readonly base: Certainty;
  readonly status: Certainty;
  readonly statuses: ReadonlyMap<string, DayStatus>;
}

export interface Place {
  readonly days: Days;
  readonly government: Days;
  readonly years: readonly PlaceYear[];
}

interface YearOf {
  readonly ranked: Ranked;
  readonly known: PlaceYear;
}

export function compileCountry(country: string): { national: Place; regions: Map<string, Place> } {
  const regions = new Map<string, YearOf[]>(regionsIn(country).map((region) => [region, []]));
  const national = years.map((year): YearOf => {
    const ranked = nationalList(country, year);
    const own = yearOf(country, undefined, year, ranked);
    for (const [region, list] of regions) {
      const theirs = regionalList(country, region, year, ranked);
      const known = yearOf(country, region, year, theirs, federations.has(country) ? undefined : own);
      list.push({ ranked: theirs, known });
    }
    const shared = federations.has(country) ? withRegions(country, own, ranked, [...regions], year) : own;
    return { ranked, known: shared };
  });
  return {
    national: placeOf(national),
    regions: new Map([...regions].map(([region, list]) => [region, placeOf(list)])),
  };
}

function placeOf(list: readonly YearOf[]): Place {
  return {
    days: new Map(list.flatMap(({ ranked }) => [...ranked.days])),
    government: new Map(list.flatMap(({ ranked }) => [...ranked.government])),
    years: list.map(({ known }) => known),
  };
}

function witnessesOf(country: string, region: string | undefined, year: number, from: string): Witness[] {
  return [
    { letter: 'p', source: python },
    { letter: 'n', source: nager },
    { letter: 'j', source: jollyday },
  ]
    .filter(({ letter, source }) => !from.includes(letter) && source.covers(country, region))
    .map(({ letter, source }) => ({ letter, days: inYear(source.days(country, region), year) }));
}

function yearOf(
  country: string,
  region: string | undefined,
  year: number,
  ranked: Ranked,
  national?: PlaceYear,
): PlaceYear {
  const pending = year >= (pendingOf(country)?.from ?? Number.POSITIVE_INFINITY);
  const corrections = correctionsOf(country, region);
  const findings =
    region === undefined ? nationalFindings(country, year) : regionalFindings(country, region, year);
  const witnesses = witnessesOf(country, region, year, ranked.from);
  const compared = comparedBy(country, year, region);
  const isWorked = (date: string): boolean => !weekendOn(date, country, region).includes(weekdayOf(date));
  if (ranked.from === '') return { year, from: '', base: 'unknown', status: 'unknown', statuses: new Map() };
  const federal = region !== undefined && federalListOnly.has(country) ? national : undefined;
  const own = judge({
    listed: federal ? ranked.government : ranked.days,
    from: ranked.from,
    official: officialDays(country, year, region) ?? officialDays(country, year),
    witnesses,
    findings,
    compared,
    corrections: new Map([...corrections].filter(([date]) => date.startsWith(`${year}-`))),
    estimated: python.estimated(country, region),
    doubted: new Set([...doubtsOf(country, region)].filter((date) => date.startsWith(`${year}-`))),
    estimatedFrom: computedUnmarked.has(country) && year >= 2026 ? `${year}-01-01` : nextDay(today),
    pending,
    isWorked,
  });
  if (federal) {
    // What only some offices of a state keep says nothing about how sure the federal list is.
    const offices = [...own].filter(([date]) => ranked.government.has(date));
    return { ...federal, statuses: new Map([...offices, ...federal.statuses]) };
  }
  const base = baseOf(country, ranked.from, witnesses.length, compared);
  const statuses = national ? inherited(own, national, ranked, findings, corrections) : own;
  const worstDay = worst([base, ...[...statuses.values()].map(({ status }) => status)]);
  return { year, from: ranked.from, base, status: pending ? 'pending' : worstDay, statuses };
}

/** A day that a region shares with its country is as sure as the country's, unless the region was looked at. */
function inherited(
  own: ReadonlyMap<string, DayStatus>,
  national: PlaceYear,
  { days }: Ranked,
  findings: ReadonlyMap<string, unknown>,
  corrections: ReadonlyMap<string, unknown>,
): Map<string, DayStatus> {
  const statuses = new Map(own);
  for (const [date, status] of national.statuses) {
    if (findings.has(date) || corrections.has(date)) continue;
    const listedThere = status.has.includes(national.from.slice(0, 1));
    if (days.has(date) || !statuses.has(date) || !listedThere) statuses.set(date, status);
  }
  return statuses;
}

function baseOf(country: string, from: string, witnesses: number, compared: string | undefined): Certainty {
  if (reviewed.unsureWeekends.countries.includes(country)) return 'disputed';
  if (from === 'G') return 'official';
  return from.length > 1 || witnesses > 0 || (compared ?? '').length > 1 ? 'confirmed' : 'single';
}

/** What only some regions keep is disputed of the country as a whole. */
function withRegions(
  country: string,
  known: PlaceYear,
  { days, from }: Ranked,
  regions: readonly [string, readonly YearOf[]][],
  year: number,
): PlaceYear {
  const statuses = new Map([...known.statuses].filter(([date]) => days.has(date)));
  const kept = new Map<string, string[]>();
  for (const [region, list] of regions) {
    const own = list.find(({ known: { year: listed } }) => listed === year);
    for (const date of own?.ranked.days.keys() ?? []) kept.set(date, [...(kept.get(date) ?? []), region]);
  }
  for (const [date, where] of kept) {
    if (days.has(date) || weekendOn(date, country).includes(weekdayOf(date))) continue;
    statuses.set(date, { status: 'disputed', has: from, not: '', why: `kept in ${where.join(', ')} only` });
  }
  const all = worst([known.base, ...[...statuses.values()].map(({ status }) => status)]);
  return { ...known, statuses, status: known.status === 'pending' ? 'pending' : all };
}

function nextDay(date: string): string {
  return new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
}

function weekdayOf(date: string): string {
  const names = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
  return names[new Date(Date.parse(date)).getUTCDay()] ?? 'monday';
}
