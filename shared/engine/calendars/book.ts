import { z } from 'zod';

import { type Case, calendarLayerSchema } from '../../cases/index.ts';
import type { Clock } from '../../clock.ts';
import {
  knownLayer,
  layersOf,
  learnLayer,
  type CalendarSource,
  type EffectiveLayer,
  type LayerRef,
  type Layers,
} from '../../policy/calendars/index.ts';
import type { Registry, RegistryEntry } from '../../store/smallDocuments.ts';
import { storedAs } from '../documents/stored.ts';
import { remembered, type Remembered } from '../documents/remembered.ts';

const place = {
  /** ISO 3166-1 alpha-2. */
  country: z.string(),
  /** Absent: the country, and those of its regions that have no layer of their own. */
  region: z.string().optional(),
};

/** A layer as the registry keeps it, under `<place>.<number>`. Never changed but in `applied`. */
const storedLayerSchema = z.strictObject({
  what: z.literal('layer'),
  ...place,
  number: z.int(),
  layer: calendarLayerSchema,
  effectiveFrom: z.string(),
  applyTo: z.enum(['new', 'open']),
  putBy: z.string(),
  putAt: z.string(),
  /** Whether every case that was open has been put under it. */
  applied: z.boolean(),
});
export type StoredLayer = z.output<typeof storedLayerSchema>;

/** That the open cases of a place are to be put under its present calendar, under `<place>`. */
const storedApplicationSchema = z.strictObject({
  what: z.literal('application'),
  ...place,
  askedBy: z.string(),
  askedAt: z.string(),
  applied: z.boolean(),
});

/** What the registry keeps under the kind `calendar`. */
export const storedCalendars = storedAs(
  'calendar',
  z.discriminatedUnion('what', [storedLayerSchema, storedApplicationSchema]),
);
export type StoredCalendar = z.output<typeof storedCalendars.schema>;

/** Undefined when this release can't read it. */
export function storedCalendar({ body }: Pick<RegistryEntry, 'body'>): StoredCalendar | undefined {
  const reading = storedCalendars.read(body);
  return reading.ok ? reading.value : undefined;
}

/** Where operations' layers are read. */
export interface CalendarBook extends Remembered<Layers> {
  /**
   * Makes the layers known to this process that these calendars have. One that is kept nowhere stays unknown: whoever
   * then asks for such a calendar gets `CalendarUnknown`, and no other case is concerned.
   */
  ensure(...calendars: readonly CalendarSource[]): Promise<void>;
}

export function calendarBook(registry: Registry, wallClock: Clock): CalendarBook {
  return {
    ...remembered(async () => layersOf((await registry.list('calendar')).flatMap(effective)), wallClock),
    async ensure(...calendars) {
      const missing = calendars.flatMap(({ layer }) =>
        layer && !knownLayer(layer.hash) ? [layerId(layer)] : [],
      );
      await Promise.all([...new Set(missing)].map((id) => learn(registry, id)));
    },
  };
}

export function layerId({ place, number }: Pick<LayerRef, 'place' | 'number'>): string {
  return `${place}.${number}`;
}

/** Place and number of a layer's id; undefined when it is no such id. */
export function parseLayerId(id: string): { readonly place: string; readonly number: number } | undefined {
  const [, place, number] = /^(.+)\.(\d+)$/.exec(id) ?? [];
  return place === undefined ? undefined : { place, number: Number(number) };
}

/** The calendars that a case and its clocks are decided in, and that mails under way tell of. */
export function calendarsOf({ calendar, clocks, mails }: Case): readonly CalendarSource[] {
  return [
    calendar,
    ...clocks.flatMap((clock) => clock.calendar ?? []),
    ...mails.flatMap(({ toldAs }) => toldAs?.calendar ?? []),
  ];
}

async function learn(registry: Registry, id: string): Promise<void> {
  const entry = await registry.get('calendar', id);
  const stored = entry && storedCalendar(entry);
  if (stored?.what === 'layer') learnLayer(stored.layer);
}

/**
 * The layer of an entry. One that this release can't read is still there, and unknown: a case of its place is not
 * promised anything by another one.
 */
function effective(entry: RegistryEntry): readonly EffectiveLayer[] {
  const id = parseLayerId(entry.id);
  if (!id) return [];
  const stored = storedCalendar(entry);
  if (stored?.what !== 'layer') return [{ ...id, hash: 'unreadable', effectiveFrom: '1970-01-01T00:00:00Z' }];
  return [{ ...id, hash: learnLayer(stored.layer), effectiveFrom: stored.effectiveFrom }];
}
