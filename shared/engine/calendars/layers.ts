import { toInstant, type Instant } from '../../calendar/index.ts';
import type { CalendarLayer } from '../../cases/index.ts';
import { learnLayer, placeName, type LayerRef } from '../../policy/calendars/index.ts';
import type { RegistryEntry } from '../../store/smallDocuments.ts';
import { layerId, parseLayerId, storedCalendar, storedCalendars, type StoredLayer } from './book.ts';
import { Contended } from '../commit/commit.ts';
import type { Ports } from '../ports.ts';

/** Codes as the calendar data has them. */
export interface Place {
  readonly country: string;
  readonly region?: string | undefined;
}

/** The layer that was put last over a place, in force yet or not. */
export interface LatestLayer {
  /** Its registry id, which names its version: what is put takes the next number. */
  readonly id: string;
  readonly number: number;
  /** Undefined when this release can't read it. */
  readonly stored: StoredLayer | undefined;
}

export async function latestLayer(
  { store }: Pick<Ports, 'store'>,
  { country, region }: Place,
): Promise<LatestLayer | undefined> {
  const of = placeName(country, region);
  const layers = (await store.registry.list('calendar')).flatMap((entry) => {
    const id = parseLayerId(entry.id);
    return id?.place === of ? [{ id: entry.id, number: id.number, stored: layerIn(entry) }] : [];
  });
  return layers.sort((a, b) => a.number - b.number).at(-1);
}

function layerIn(entry: RegistryEntry): StoredLayer | undefined {
  const stored = storedCalendar(entry);
  return stored?.what === 'layer' ? stored : undefined;
}

export interface LayerPut {
  readonly layer: CalendarLayer;
  /** Absent: from now on. */
  readonly effectiveFrom?: Instant | undefined;
  readonly applyTo: 'new' | 'open';
}

export type LayerPutOutcome =
  | { readonly outcome: 'created' | 'kept'; readonly layer: StoredLayer }
  /** Another one than `ifMatch` was put last. */
  | { readonly outcome: 'conflict' };

const mostAttempts = 30;

/**
 * Puts a layer in place of the one that a country or region has. The same as was put last makes no new one. `ifMatch`:
 * only after the one with this id. Throws `Contended`.
 */
export async function putCalendarLayer(
  ports: Pick<Ports, 'store' | 'calendars' | 'clock'>,
  place: Place,
  put: LayerPut,
  by: { readonly id: string },
  ifMatch?: string,
): Promise<LayerPutOutcome> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const latest = await latestLayer(ports, place);
    if (ifMatch !== undefined && latest?.id !== ifMatch) return { outcome: 'conflict' };
    if (latest?.stored && isSame(latest.stored, put)) return { outcome: 'kept', layer: latest.stored };
    const now = toInstant(ports.clock.now());
    const stored: StoredLayer = {
      what: 'layer',
      ...place,
      number: (latest?.number ?? 0) + 1,
      layer: put.layer,
      effectiveFrom: put.effectiveFrom ?? now,
      applyTo: put.applyTo,
      putBy: by.id,
      putAt: now,
      applied: put.applyTo === 'new',
    };
    const { outcome } = await ports.store.registry.put(
      'calendar',
      layerId(refOf(stored)),
      storedCalendars.write(stored),
      null,
    );
    if (outcome === 'conflict') continue;
    await ports.calendars.reread();
    return { outcome: 'created', layer: stored };
  }
  throw new Contended(
    `the calendar of ${placeName(place.country, place.region)} has too many writers at once`,
  );
}

function isSame(before: StoredLayer, { layer, effectiveFrom, applyTo }: LayerPut): boolean {
  const sameTime = effectiveFrom === undefined || effectiveFrom === before.effectiveFrom;
  return sameTime && applyTo === before.applyTo && learnLayer(layer) === learnLayer(before.layer);
}

export function refOf({ country, region, number, layer }: StoredLayer): LayerRef {
  return { place: placeName(country, region), number, hash: learnLayer(layer) };
}
