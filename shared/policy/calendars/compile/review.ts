/** What was found when the sources were compared date by date: who has a date, and what was decided by eye. */
import file from '../sources/review.json' with { type: 'json' };

/** Letters of sources, as `review.json` explains them. */
export type Letters = string;

export interface Finding {
  readonly date: string;
  readonly has: Letters;
  readonly not: Letters;
  /** `yes` and `no` were decided; `open` was looked at, or not, and is disputed. */
  readonly verdict: 'yes' | 'no' | 'open' | 'single' | 'estimated' | 'outvoted';
  /** What was decided to be a holiday is called. */
  readonly name?: string | undefined;
  readonly why?: string | undefined;
}

type Row = readonly (string | number)[];
interface YearFile {
  readonly by: Letters;
  readonly resolved?: readonly Row[];
  readonly disputed?: readonly Row[];
  readonly outvoted?: readonly Row[];
  readonly estimated?: readonly Row[];
}
interface RegionFile {
  readonly by: Letters;
  readonly disputed?: Readonly<Record<string, string>>;
  readonly resolved?: Readonly<Record<string, string>>;
}
interface CountryFile {
  readonly pending?: { readonly from: number; readonly what: string };
  readonly years?: Readonly<Record<string, YearFile>>;
  readonly regions?: Readonly<Record<string, RegionFile>>;
}

const byCountry = new Map<string, CountryFile>(Object.entries(file.countries));

/** The first year whose yearly decree was not out, and what it decides. */
export const pendingOf = (country: string): CountryFile['pending'] => byCountry.get(country)?.pending;

/** Who was compared in a year, of a country or one of its regions; undefined where nobody looked. */
export function comparedBy(country: string, year: number, region?: string): Letters | undefined {
  const found = byCountry.get(country);
  const own = found?.years?.[year];
  if (region === undefined) return own?.by;
  return year === 2026 || year === 2027 ? found?.regions?.[region]?.by : undefined;
}

/** Findings about a country's own list, by date. */
export function nationalFindings(country: string, year: number): Map<string, Finding> {
  const rows = byCountry.get(country)?.years?.[year];
  const read = (list: readonly Row[] = [], part: 'resolved' | 'disputed' | 'outvoted' | 'estimated') =>
    list.map((row): Finding => {
      const [day = '', has = '', not = '', mark = '', why] = row;
      const verdict =
        part === 'resolved'
          ? mark === 'no'
            ? 'no'
            : 'yes'
          : part === 'disputed'
            ? mark === 'single'
              ? 'single'
              : 'open'
            : part;
      return {
        date: `${year}-${day}`,
        has: String(has),
        not: String(not),
        verdict,
        ...(verdict === 'yes' && { name: String(mark).slice('yes '.length) }),
        ...(typeof why === 'number' && { why: file.reasons[why] }),
      };
    });
  return new Map(
    [
      ...read(rows?.outvoted, 'outvoted'),
      ...read(rows?.estimated, 'estimated'),
      ...read(rows?.disputed, 'disputed'),
      ...read(rows?.resolved, 'resolved'),
    ].map((finding) => [finding.date, finding]),
  );
}

/** Findings about a region; what was decided for the whole country stands with the country. */
export function regionalFindings(country: string, region: string, year: number): Map<string, Finding> {
  const found = byCountry.get(country)?.regions?.[region];
  const national = nationalFindings(country, year);
  const here = (date: string): boolean => date.startsWith(`${year}-`);
  const findings = new Map<string, Finding>();
  for (const [date, who] of Object.entries(found?.disputed ?? {}).filter(([date]) => here(date))) {
    const [has = '', not = ''] = who.split('/');
    findings.set(date, { date, has, not, verdict: 'open' });
  }
  for (const [date, verdict] of Object.entries(found?.resolved ?? {}).filter(([date]) => here(date))) {
    if (national.has(date)) continue;
    const why = 'decided when the sources were compared, region by region';
    findings.set(date, { date, has: '', not: '', verdict: verdict === 'yes' ? 'yes' : 'no', why });
  }
  return findings;
}
