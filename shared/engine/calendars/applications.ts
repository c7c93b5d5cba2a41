import { toInstant, toMs } from '../../calendar/index.ts';
import type { Actor } from '../../cases/index.ts';
import {
  calendarFor,
  calendarVersion,
  layersAt,
  regionsAround,
  learnLayer,
  placeIn,
  placeName,
  type Layer,
  type Layers,
} from '../../policy/calendars/index.ts';
import type { CaseRow } from '../../store/types.ts';
import { latestLayer, type Place } from './layers.ts';
import { storedCalendar, storedCalendars, type StoredCalendar } from './book.ts';
import { carryOut } from '../many/carryOut.ts';
import { fanOut } from '../many/fanOut.ts';
import { settling } from '../many/incidents.ts';
import type { Application } from '../policies/versions.ts';
import type { Alarms, Ports } from '../ports.ts';
import { previewCalendars, type Preview, type PreviewPage } from '../policies/preview.ts';

/** Asks that the open cases of a place be put under its present calendar: this release's data and operations' layer. */
export async function askForCalendar(ports: Ports, place: Place, by: Actor): Promise<string> {
  const id = placeName(place.country, place.region);
  const asked: StoredCalendar = {
    what: 'application',
    ...place,
    askedBy: by.id,
    askedAt: toInstant(ports.clock.now()),
    applied: false,
  };
  await ports.store.registry.put('calendar', id, storedCalendars.write(asked));
  return id;
}

/**
 * Puts open cases under the calendars that were put for them or asked for, until `until` (ms of the machine's time).
 * What is left, after a crash too, the next sweep does. `only`: what is kept under this id.
 */
export async function applyCalendars(
  ports: Ports,
  alarms: Alarms,
  by: Actor,
  until: number,
  only?: string,
): Promise<Application> {
  let applied = 0;
  let complete = true;
  for (const entry of await ports.store.registry.list('calendar')) {
    const stored = storedCalendar(entry);
    if (!stored || stored.applied || (only !== undefined && entry.id !== only)) continue;
    const now = ports.clock.now();
    const since = toMs(stored.what === 'layer' ? stored.effectiveFrom : stored.askedAt);
    if (since > now) continue;
    const layers = await ports.calendars.reread();
    const fan = await fanOut(ports, { status: 'open' }, until, async (caseId, row) =>
      concerns(stored, row, layers, now)
        ? carryOut(ports, alarms, caseId, { type: 'calendar.apply', by, layers })
        : false,
    );
    applied += fan.done;
    complete &&= fan.complete;
    const known = stored.what === 'layer' ? Math.max(since, toMs(stored.putAt)) : since;
    if (!fan.complete || fan.done > 0 || now < known + settling(ports)) continue;
    await ports.store.registry.put(
      'calendar',
      entry.id,
      storedCalendars.write({ ...stored, applied: true }),
      entry.etag,
    );
  }
  return { applied, complete };
}

/**
 * Whether a layer, or what was asked for a place, is about a case that does not have it yet. A region with a layer of
 * its own goes by no other.
 */
function concerns(stored: StoredCalendar, { calendar }: CaseRow, layers: Layers, now: number): boolean {
  const place = placeIn(calendar);
  if (!place || place.country !== stored.country) return false;
  if (stored.what === 'layer') {
    const layer = layers.inForce(place.country, place.region, now);
    const isThis =
      layer?.place === placeName(stored.country, stored.region) && layer.number === stored.number;
    if (!isThis) return false;
  } else if (stored.region !== undefined) {
    if (!regionsAround(place.country, place.region).includes(stored.region)) return false;
  }
  const present = calendarFor({ ...place, layerOf: layersAt(layers, now) });
  return present.ok && calendarVersion(present.stamp) !== calendar;
}

/** What putting a layer over a place would move of the cases that are open there, page by page. Nothing is changed. */
export async function previewCalendarLayer(
  ports: Ports,
  place: Place,
  layer: Layer,
  page: PreviewPage,
): Promise<Preview> {
  const of = placeName(place.country, place.region);
  const number = ((await latestLayer(ports, place))?.number ?? 0) + 1;
  const now = ports.clock.now();
  const candidate = { place: of, number, hash: learnLayer(layer), effectiveFrom: toInstant(now) };
  const layers = (await ports.calendars.reread()).with(candidate);
  return previewCalendars(ports, layers, page, ({ calendar }) => {
    const where = placeIn(calendar);
    return where !== undefined && layers.inForce(where.country, where.region, now)?.place === of;
  });
}
