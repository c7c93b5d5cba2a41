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
import { latestLayer, type Place } from './layers.ts';
import { storedCalendar, storedCalendars, type StoredCalendar } from './book.ts';
import { carryOut } from '../many/carryOut.ts';
import { goOnWithAll, settling, type FanOut, type FanOutReport } from '../many/fanOut.ts';
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

/** The calendars that were put for open cases, or asked for. `only`: what is kept under this id. */
export async function calendarsToApply(
  ports: Ports,
  alarms: Alarms,
  by: Actor,
  only?: string,
): Promise<readonly FanOut[]> {
  const { registry } = ports.store;
  const found: FanOut[] = [];
  for (const entry of await registry.list('calendar')) {
    const stored = storedCalendar(entry);
    if (!stored || (only !== undefined && entry.id !== only)) continue;
    if (stored.what === 'layer' && stored.applyTo === 'new') continue;
    const now = ports.clock.now();
    const since = stored.what === 'layer' ? stored.effectiveFrom : stored.askedAt;
    if (toMs(since) > now) continue;
    const layers = await (stored.applied ? ports.calendars.read() : ports.calendars.reread());
    const asked = stored.what === 'layer' ? stored.putAt : stored.askedAt;
    const isAbout = (calendar: string) => concerns(stored, calendar, layers, now);
    found.push({
      name: { of: 'calendar', id: entry.id, since: asked },
      selection: { status: 'open' },
      settledAt: Math.max(toMs(since), toMs(asked)) + settling(ports),
      isFinished: stored.applied,
      concerns: ({ calendar }) => isAbout(calendar),
      work: (caseId) =>
        carryOut(
          ports,
          alarms,
          caseId,
          { type: 'calendar.apply', by, layers },
          ({ status, calendar }) => status === 'open' && isAbout(calendarVersion(calendar)),
        ),
      finish: async () => {
        const applied = storedCalendars.write({ ...stored, applied: true });
        await registry.put('calendar', entry.id, applied, entry.etag);
      },
    });
  }
  return found;
}

/**
 * Puts open cases under the calendar that is kept under this id, until `until` (ms of the machine's time). What is
 * left, after a crash too, the sweep does.
 */
export async function applyCalendars(
  ports: Ports,
  alarms: Alarms,
  by: Actor,
  until: number,
  id: string,
): Promise<FanOutReport> {
  return goOnWithAll(ports, await calendarsToApply(ports, alarms, by, id), until);
}

/**
 * Whether a layer, or what was asked for a place, is about a case with this calendar, and it does not have the present
 * one yet. A region with a layer of its own goes by no other.
 */
function concerns(stored: StoredCalendar, calendar: string, layers: Layers, now: number): boolean {
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
