/**
 * The business calendar of a contact: hours (BH-1, BH-2, BH-3) and weekdays and holidays (BH-4) by country, with
 * what an entitlement changes.
 *
 * @example
 * const result = calendarFor({ country: 'JP' });
 * if (result.ok) businessTime({ kind: 'businessHours', calendar: result.calendar });
 */
import { bounded } from '../../calendar/bounded.ts';
import { calendarProblems } from '../../calendar/index.ts';
import { codeMeantBy, countryOf } from './country.ts';
import { regionsOf } from './holidays.ts';
import { nearestRegions, regionIn } from './regions.ts';
import type { LayerRef } from './stamps/layers.ts';
import { productOf } from './stamps/product.ts';
import { stampedCalendar, type CalendarStamp, type StampedCalendar } from './stamps/stamp.ts';
import { timeZoneOf, zoneIn } from './zones.ts';

export { countries, countryOf, type Country } from './country.ts';
export { hasHolidays, holidayData, regionsOf } from './holidays.ts';
export { regionsAround } from './regions.ts';
export {
  decidedDays,
  dueDecrees,
  listOverview,
  placeList,
  witnessesOf,
  type DecidedDay,
  type DueDecrees,
  type PlaceList,
} from './lists.ts';
export {
  knownLayer,
  layersAt,
  layersOf,
  learnLayer,
  normalLayer,
  placeName,
  type EffectiveLayer,
  type Layer,
  type LayerRef,
  type Layers,
} from './stamps/layers.ts';
export {
  calendarVersion,
  CalendarUnknown,
  placeIn,
  sourceOf,
  stampedCalendar,
  stampWith,
  type CalendarSource,
  type CalendarStamp,
  type StampedCalendar,
} from './stamps/stamp.ts';
export { timeZoneOf } from './zones.ts';

export interface CalendarRequest {
  /** ISO 3166-1 alpha-2 or alpha-3. */
  readonly country: string;
  /** A region of ISO 3166-2: `BY` or `DE-BY`. */
  readonly region?: string | undefined;
  /** IANA or Windows name. Counts where the country has several zones and this is one of them. */
  readonly preferredTimeZone?: string | undefined;
  readonly hours?: CalendarStamp['hours'];
  readonly holidays?: CalendarStamp['holidays'];
  /** Operations' layer for a place, if it has one. Codes are those of the data. */
  readonly layerOf?: ((country: string, region: string | undefined) => LayerRef | undefined) | undefined;
}

export interface CalendarFailure {
  readonly code: 'country.unknown' | 'region.unknown' | 'timeZone.unknown' | 'calendar.invalid';
  /** JSON pointer into the request. */
  readonly pointer: string;
  readonly detail: string;
  /** The code that was meant by one that is no code of ISO 3166-1, where that is known. */
  readonly meant?: string;
}

export interface CalendarFound extends StampedCalendar {
  readonly ok: true;
  /** By which the same calendar is found again, whatever is known by then. */
  readonly stamp: CalendarStamp;
}

export type CalendarResult = CalendarFound | { readonly ok: false; readonly failure: CalendarFailure };

type Place =
  | {
      readonly ok: true;
      readonly country: string;
      readonly region: string | undefined;
      /** In which hours are kept there. */
      readonly timeZone: string;
    }
  | { readonly ok: false; readonly failure: CalendarFailure };

const places = bounded<Place>(512);

/** The calendar in which a contact is served by what is known now. Throws `CalendarUnknown` where the layer is not. */
export function calendarFor(request: CalendarRequest): CalendarResult {
  const { preferredTimeZone, hours, holidays } = request;
  const asked = JSON.stringify([request.country, request.region, preferredTimeZone]);
  const place = places(asked, () => placeOf(request));
  if (!place.ok) return place;
  const { country, region, timeZone } = place;
  const layer = request.layerOf?.(country, region);
  const stamp: CalendarStamp = {
    country,
    ...(region === undefined ? {} : { region }),
    ...(preferredTimeZone === undefined ? {} : { preferredTimeZone }),
    ...(hours ? { hours } : {}),
    ...(holidays ? { holidays } : {}),
    timeZone,
    product: productOf(country, region).hash,
    ...(layer ? { layer } : {}),
  };
  const found = stampedCalendar(stamp);
  // What the product and operations give has been judged before it was kept.
  const [problem] = hours || holidays ? calendarProblems(found.calendar) : [];
  if (problem) return refuse('calendar.invalid', problem.pointer, problem.detail);
  return { ok: true, ...found, stamp };
}

function placeOf(request: CalendarRequest): Place {
  const country = countryOf(request.country);
  if (!country) {
    const meant = codeMeantBy(request.country);
    const hint = meant === undefined ? ' such as JP or JPN' : `; write ${meant}`;
    const detail = `${JSON.stringify(request.country)} is not an ISO 3166-1 code${hint}`;
    const failure: CalendarFailure = { code: 'country.unknown', pointer: '/country', detail };
    return { ok: false, failure: meant === undefined ? failure : { ...failure, meant } };
  }
  const preferred =
    request.preferredTimeZone === undefined ? undefined : timeZoneOf(request.preferredTimeZone, country);
  if (request.preferredTimeZone !== undefined && preferred === undefined) {
    const detail = `${JSON.stringify(request.preferredTimeZone)} is neither an IANA nor a Windows time zone`;
    return refuse('timeZone.unknown', '/preferredTimeZone', detail);
  }
  const region = request.region === undefined ? undefined : regionIn(country, request.region);
  if (region === null) {
    const nearest = nearestRegions(country, request.region ?? '', regionsOf(country.code));
    const hint = nearest.length > 0 ? `; the nearest are ${nearest.join(', ')}` : ': there are none';
    const detail = `${JSON.stringify(request.region)} is not a region of ${country.code} in ISO 3166-2${hint}`;
    return refuse('region.unknown', '/region', detail);
  }
  const fixed = productOf(country.code, region).calendar.hours.timeZone;
  return { ok: true, country: country.code, region, timeZone: fixed ?? zoneIn(country, preferred) };
}

function refuse(
  code: CalendarFailure['code'],
  pointer: string,
  detail: string,
): { readonly ok: false; readonly failure: CalendarFailure } {
  return { ok: false, failure: { code, pointer, detail } };
}
