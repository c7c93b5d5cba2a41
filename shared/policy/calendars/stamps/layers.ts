/** What operations put over the product's calendars: whole layers by place, each of which never changes. */
import { weekdays, type BusinessCalendar, type DayInterval, type Instant } from '../../../calendar/index.ts';
import { regionsAround } from '../regions.ts';
import { contentHash } from './contentHash.ts';

/** A day on which a place works although it mostly would not, on a weekend or on a holiday. */
export interface WorkingDay {
  readonly date: string;
  readonly name: string;
  /** Its opening hours; absent: those of a normal working day. */
  readonly hours?: readonly DayInterval[] | undefined;
}

export interface Layer {
  /** In place of the product's weekly hours. */
  readonly hours?: BusinessCalendar['weekly'] | undefined;
  readonly holidays: {
    readonly add: readonly { readonly date: string; readonly name: string }[];
    readonly remove: readonly string[];
  };
  readonly workingDays: { readonly add: readonly WorkingDay[] };
}

/** Which layer a calendar has: `number` counts those of its place from 1, `hash` names what it says. */
export interface LayerRef {
  /** `DE`, or `DE-BY` where the region has layers of its own. */
  readonly place: string;
  readonly number: number;
  readonly hash: string;
}

/** The layers that operations have put, by place. */
export interface Layers {
  /**
   * The layer for cases submitted at `now` (ms): of those that have taken effect the one put last. A region goes by
   * its own once it has one, else by that of the region it lies in, else by its country's: a layer is whole, and two
   * are never laid over each other.
   */
  inForce(country: string, region: string | undefined, now: number): LayerRef | undefined;
  /** The one put last over a place, whether it has taken effect or not. */
  latest(place: string): LayerRef | undefined;
  /** These and one more. */
  with(layer: EffectiveLayer): Layers;
}

export interface EffectiveLayer extends LayerRef {
  readonly effectiveFrom: Instant;
}

export function layersOf(put: readonly EffectiveLayer[]): Layers {
  const byPlace = new Map<string, EffectiveLayer[]>();
  for (const layer of put.toSorted((a, b) => a.number - b.number)) {
    byPlace.set(layer.place, [...(byPlace.get(layer.place) ?? []), layer]);
  }
  const effective = (place: string, now: number) =>
    refOf(byPlace.get(place)?.findLast(({ effectiveFrom }) => Date.parse(effectiveFrom) <= now));
  return {
    with: (layer) => layersOf([...put, layer]),
    latest: (place) => refOf(byPlace.get(place)?.at(-1)),
    inForce: (country, region, now) => {
      const places = regionsAround(country, region).map((code) => placeName(country, code));
      return [...places, country].map((place) => effective(place, now)).find((layer) => layer !== undefined);
    },
  };
}

function refOf(layer: EffectiveLayer | undefined): LayerRef | undefined {
  return layer && { place: layer.place, number: layer.number, hash: layer.hash };
}

/** The layer of each place for a case submitted at `now` (ms). */
export function layersAt(
  layers: Layers | undefined,
  now: number,
): (country: string, region: string | undefined) => LayerRef | undefined {
  return (country, region) => layers?.inForce(country, region, now);
}

/** `DE`, `DE-BY`. */
export function placeName(country: string, region: string | undefined): string {
  return region === undefined ? country : `${country}-${region}`;
}

/** The most layers that a process holds; those asked for longest ago go, and are read again by whoever needs them. */
const most = 2000;
const known = new Map<string, Layer>();

/**
 * Makes a layer known to this process and answers its hash. What a hash stands for never changes, so it does not
 * matter who has made it known, or when: an answer that rests on one only has to wait until it is.
 */
export function learnLayer(layer: Layer): string {
  const normal = normalLayer(layer);
  const hash = contentHash(JSON.stringify(normal));
  hold(hash, normal);
  return hash;
}

export function knownLayer(hash: string): Layer | undefined {
  const layer = known.get(hash);
  if (layer) hold(hash, layer);
  return layer;
}

function hold(hash: string, layer: Layer): void {
  known.delete(hash);
  known.set(hash, layer);
  const [oldest = hash] = known.keys();
  if (known.size > most) known.delete(oldest);
}

/** A layer in the one form in which equal layers are equal: in order of date, each field in its place. */
export function normalLayer({ hours, holidays, workingDays }: Layer): Layer {
  const byDate = <D extends { readonly date: string }>(days: readonly D[]): D[] =>
    days.toSorted((a, b) => a.date.localeCompare(b.date));
  return {
    ...(hours ? { hours: inWeekOrder(hours) } : {}),
    holidays: {
      add: byDate(holidays.add).map(({ date, name }) => ({ date, name })),
      remove: [...new Set(holidays.remove)].sort(),
    },
    workingDays: {
      add: byDate(workingDays.add).map((day) => ({
        date: day.date,
        name: day.name,
        ...(day.hours ? { hours: day.hours } : {}),
      })),
    },
  };
}

function inWeekOrder(hours: BusinessCalendar['weekly']): BusinessCalendar['weekly'] {
  return Object.fromEntries(weekdays.flatMap((day) => (hours[day] ? [[day, hours[day]]] : [])));
}
