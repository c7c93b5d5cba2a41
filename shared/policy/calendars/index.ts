/**
 * The business calendar of a contact: hours (BH-1, BH-2, BH-3) and weekdays and holidays (BH-4) by country, with
 * what an entitlement changes.
 *
 * @example
 * const result = calendarFor({ country: 'JP' });
 * if (result.ok) businessTime({ kind: 'businessHours', calendar: result.calendar });
 */
import { bounded } from '../../calendar/bounded.ts';
import { calendarProblems, type BusinessCalendar, type Holiday } from '../../calendar/index.ts';
import { countryOf, type Country } from './country.ts';
import { hasHolidays, holidayData, publicHolidays, regionsOf } from './holidays.ts';
import { hoursOf } from './hours.ts';
import { timeZoneOf, zoneIn } from './zones.ts';

export { countries, countryOf, type Country } from './country.ts';
export { hasHolidays, holidayData, horizonWarning, regionsOf, type HorizonWarning } from './holidays.ts';
export { timeZoneOf } from './zones.ts';

export interface CalendarRequest {
  /** ISO 3166-1 alpha-2 or alpha-3. */
  readonly country: string;
  /** A region with holidays of its own: `BY` or `DE-BY`. */
  readonly region?: string | undefined;
  /** IANA or Windows name. Counts where the country has several zones and this is one of them. */
  readonly preferredTimeZone?: string | undefined;
  /** The organisation's own weekly hours, in place of the policy's. */
  readonly hours?: BusinessCalendar['weekly'] | undefined;
  /** The organisation's own additions to the public holidays, and the dates on which it works all the same. */
  readonly holidays?:
    | { readonly add?: readonly Holiday[] | undefined; readonly remove?: readonly string[] | undefined }
    | undefined;
}

export interface CalendarFailure {
  readonly code: 'country.unknown' | 'region.unknown' | 'timeZone.unknown' | 'calendar.invalid';
  /** JSON pointer into the request. */
  readonly pointer: string;
  readonly detail: string;
}

export type CalendarResult =
  | { readonly ok: true; readonly calendar: BusinessCalendar; readonly hoursRules: readonly string[] }
  | { readonly ok: false; readonly failure: CalendarFailure };

const resolved = bounded<CalendarResult>(512);

/** The calendar in which a contact is served, and the rules that gave its hours. Equal requests share a calendar. */
export function calendarFor(request: CalendarRequest): CalendarResult {
  const { country, region, preferredTimeZone, hours, holidays } = request;
  const key = JSON.stringify([country, region, preferredTimeZone, hours, holidays]);
  return resolved(key, () => resolve(request));
}

function resolve(request: CalendarRequest): CalendarResult {
  const country = countryOf(request.country);
  if (!country) {
    const detail = `${JSON.stringify(request.country)} is not an ISO 3166-1 code such as JP or JPN`;
    return refuse('country.unknown', '/country', detail);
  }
  const preferred =
    request.preferredTimeZone === undefined ? undefined : timeZoneOf(request.preferredTimeZone, country);
  if (request.preferredTimeZone !== undefined && preferred === undefined) {
    const detail = `${JSON.stringify(request.preferredTimeZone)} is neither an IANA nor a Windows time zone`;
    return refuse('timeZone.unknown', '/preferredTimeZone', detail);
  }
  const region = regionIn(country, request.region);
  if (region === null) {
    const known = regionsOf(country.code).map(({ code }) => code);
    const detail = known.length
      ? `no region ${JSON.stringify(request.region)} of ${country.code} is known: ${known.join(', ')}`
      : `no regions of ${country.code} are known`;
    return refuse('region.unknown', '/region', detail);
  }
  return assemble(request, country, region, preferred);
}

/** Undefined when none is asked for, null when it is unknown. */
function regionIn(country: Country, region: string | undefined): string | undefined | null {
  if (region === undefined) return undefined;
  const code = region.toUpperCase().replace(new RegExp(`^${country.code}-`), '');
  return regionsOf(country.code).some((known) => known.code === code) ? code : null;
}

function assemble(
  { hours: ownHours, holidays: own }: CalendarRequest,
  country: Country,
  region: string | undefined,
  preferred: string | undefined,
): CalendarResult {
  const hours = hoursOf(country.code, region);
  const working = new Set(own?.remove ?? []);
  const calendar: BusinessCalendar = {
    id: region === undefined ? country.code : `${country.code}-${region}`,
    timeZone: hours.timeZone ?? zoneIn(country, preferred),
    weekly: ownHours ?? hours.weekly,
    holidays: [
      ...publicHolidays(country.code, region).filter(({ date }) => !working.has(date)),
      ...(own?.add ?? []),
    ],
    ...(hasHolidays(country.code)
      ? { holidayData: holidayData.version, knownFrom: holidayData.from, horizon: holidayData.horizon }
      : { holidayData: 'none' }),
  };
  const [problem] = calendarProblems(calendar);
  if (problem) return refuse('calendar.invalid', problem.pointer, problem.detail);
  return { ok: true, calendar, hoursRules: ownHours ? ['BH-4'] : [hours.rule, 'BH-4'] };
}

function refuse(code: CalendarFailure['code'], pointer: string, detail: string): CalendarResult {
  return { ok: false, failure: { code, pointer, detail } };
}
