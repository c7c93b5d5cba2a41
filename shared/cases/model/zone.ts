import { isTimeZone } from '../../calendar/index.ts';
import { countryOf, timeZoneOf } from '../../policy/calendars/index.ts';
import type { Case } from './case.ts';

/** The zone in which the customer reads its clock: the preferred one, else the calendar's. IANA name. */
export function customerZone({
  calendar,
  contactDetails,
}: Pick<Case, 'calendar' | 'contactDetails'>): string {
  const country = countryOf(calendar.country);
  const preferred = contactDetails.preferredTimeZone;
  const zone = preferred === undefined ? undefined : timeZoneOf(preferred, country);
  return zone !== undefined && isTimeZone(zone) ? zone : calendar.timeZone;
}
