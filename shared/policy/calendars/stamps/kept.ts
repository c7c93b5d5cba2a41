/** Every product calendar that a release has had, by its hash: what cases were stamped with is never forgotten. */
import { bounded } from '../../../calendar/bounded.ts';
import data from '../data/kept.json' with { type: 'json' };
import { decoded, type KeptCalendar } from './keptForm.ts';
import type { ProductCalendar } from './product.ts';

// Written by this product alone, and compared with it by a test.
const hours = new Map(Object.entries(data.hours as unknown as Record<string, ProductCalendar['hours']>));
const calendars = new Map<string, KeptCalendar>(Object.entries(data.calendars));

/** The hashes of the calendars that are kept, in the order in which they came. */
export const keptHashes: readonly string[] = [...calendars.keys()];

const recent = bounded<ProductCalendar | undefined>(64);

/** The calendar of this hash; undefined when none was ever kept. */
export function keptCalendar(hash: string): ProductCalendar | undefined {
  return recent(hash, () => {
    const kept = calendars.get(hash);
    if (!kept) return undefined;
    const base = kept.base === undefined ? undefined : keptCalendar(kept.base);
    const own = kept.hours === undefined ? base?.hours : hours.get(kept.hours);
    return own && decoded(kept, own, base);
  });
}
