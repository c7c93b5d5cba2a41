import { expect, test } from 'vitest';

import { toMs } from '../../calendar/index.ts';
import type { Clock } from '../../clock.ts';
import {
  calendarFor,
  CalendarUnknown,
  knownLayer,
  layersAt,
  stampedCalendar,
} from '../../policy/calendars/index.ts';
import type { Registry, RegistryEntry } from '../../store/smallDocuments.ts';
import { calendarBook, type StoredLayer } from './book.ts';

const wallClock: Clock = { now: () => 0, sleepUntil: () => Promise.resolve() };
const now = toMs('2026-11-20T08:00:00Z');

/** What the registry is asked for, and what it holds. */
class Kept implements Registry {
  readonly asked: string[] = [];
  readonly #bodies: Readonly<Record<string, unknown>>;

  constructor(bodies: Readonly<Record<string, unknown>>) {
    this.#bodies = bodies;
  }

  get(_: string, id: string): Promise<RegistryEntry | undefined> {
    this.asked.push(id);
    const body = this.#bodies[id];
    return Promise.resolve(body === undefined ? undefined : { id, body, etag: '1' });
  }

  put(): Promise<never> {
    throw new Error('nothing is put here');
  }

  list(): Promise<readonly RegistryEntry[]> {
    return Promise.resolve(Object.entries(this.#bodies).map(([id, body]) => ({ id, body, etag: '1' })));
  }
}

function layer(country: string, number: number, name: string): StoredLayer & { readonly format: number } {
  return {
    format: 1,
    what: 'layer',
    country,
    number,
    layer: { holidays: { add: [{ date: '2026-11-24', name }], remove: [] }, workingDays: { add: [] } },
    effectiveFrom: '2026-01-01T00:00:00Z',
    applyTo: 'new',
    putBy: 'o-1',
    putAt: '2026-01-01T00:00:00Z',
    applied: true,
  };
}

test('a layer that this release can’t read is not passed over for an earlier one, and concerns its place alone', async () => {
  const newer = { ...layer('JP', 2, 'In a form to come'), format: 2 };
  const book = calendarBook(
    new Kept({ 'JP.1': layer('JP', 1, 'Old'), 'JP.2': newer, 'DE.1': layer('DE', 1, 'Fine') }),
    wallClock,
  );
  const layerOf = layersAt(await book.read(), now);
  expect(calendarFor({ country: 'DE', layerOf })).toMatchObject({
    ok: true,
    stamp: { layer: { number: 1 } },
  });
  expect(() => calendarFor({ country: 'JP', layerOf })).toThrow(CalendarUnknown);
  expect(() => calendarFor({ country: 'JP', layerOf })).toThrow(/layer 2 of JP/);
});

test('what stamps name is read by its id, and only where it is not known yet', async () => {
  const registry = new Kept({ 'FR.1': layer('FR', 1, 'Told later') });
  const book = calendarBook(registry, wallClock);
  const plain = calendarFor({ country: 'FR' });
  if (!plain.ok) throw new Error(plain.failure.detail);
  // The content hash of that layer, as another process has stamped it.
  const stamp = { ...plain.stamp, layer: { place: 'FR', number: 1, hash: 'ffffffffffffffff' } };
  await book.ensure(plain.stamp);
  expect(registry.asked).toEqual([]);
  await book.ensure(stamp, stamp);
  expect(registry.asked).toEqual(['FR.1']);
  // Another layer than the one that was stamped is not taken for it.
  expect(() => stampedCalendar(stamp)).toThrow(CalendarUnknown);

  const inForce = (await book.read()).inForce('FR', undefined, now);
  expect(inForce && knownLayer(inForce.hash)?.holidays.add).toEqual([
    { date: '2026-11-24', name: 'Told later' },
  ]);
  await book.ensure({ ...plain.stamp, ...(inForce ? { layer: inForce } : {}) });
  expect(registry.asked).toEqual(['FR.1']);
});

test('one that is kept nowhere is no error until its calendar is asked for', async () => {
  const plain = calendarFor({ country: 'FR' });
  if (!plain.ok) throw new Error(plain.failure.detail);
  const stamp = { ...plain.stamp, layer: { place: 'FR', number: 9, hash: 'eeeeeeeeeeeeeeee' } };
  await expect(calendarBook(new Kept({}), wallClock).ensure(stamp)).resolves.toBeUndefined();
  expect(() => stampedCalendar(stamp)).toThrow(/layer 9 of FR/);
});
