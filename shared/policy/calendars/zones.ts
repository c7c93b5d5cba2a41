/** Time zones by the names that callers use: IANA's, or those of Windows. */
import { isTimeZone } from '../../calendar/index.ts';
import type { Country } from './country.ts';
import data from './data/windowsZones.json' with { type: 'json' };

const windows = new Map<string, ReadonlyMap<string, string>>(
  Object.entries(data.zones).map(([name, territories]) => [
    name.toLowerCase(),
    new Map(Object.entries<string>(territories)),
  ]),
);

/**
 * The IANA zone of an IANA or Windows name. One Windows name stands for many zones: the country's own is taken
 * where there is one (`W. Europe Standard Time` is Europe/Berlin, and Europe/Zurich in Switzerland).
 */
export function timeZoneOf(name: string, country?: Country): string | undefined {
  const territories = windows.get(name.toLowerCase());
  if (territories) return (country && territories.get(country.code)) ?? territories.get('001');
  return isTimeZone(name) ? name : undefined;
}

/** The name under which the runtime knows a zone; equal for aliases such as Asia/Calcutta and Asia/Kolkata. */
function canonical(zone: string): string {
  return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
}

/** The zone to keep hours in: the preferred one if it is one of the country's, else the country's main zone. */
export function zoneIn(country: Country, preferred: string | undefined): string {
  const [main = 'UTC'] = country.zones;
  if (preferred === undefined || country.zones.length === 1) return main;
  const wanted = canonical(preferred);
  return country.zones.find((zone) => canonical(zone) === wanted) ?? main;
}
