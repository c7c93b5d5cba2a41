import { expect, test, vi } from 'vitest';
import { office, over } from '../../test/calendar/office.ts';
import { businessTime, toMs } from './index.ts';
import { mostTables } from './tables/tables.ts';

test('an equal calendar finds the tables of another', () => {
  expect(over({ id: 'same' })).toBe(over({ id: 'same' }));
  expect(over({ id: 'same' })).not.toBe(over({ id: 'other' }));
});

test('a calendar that was asked about is known again by itself, without a look at its content', () => {
  const calendar = { ...office, id: 'known' };
  const known = businessTime({ kind: 'businessHours', calendar });
  const stringify = vi.spyOn(JSON, 'stringify');
  expect(businessTime({ kind: 'businessHours', calendar })).toBe(known);
  expect(stringify).not.toHaveBeenCalled();
  stringify.mockRestore();
});

test('calendars are kept within a bound, those used last longest', () => {
  const kept = over({ id: 'kept' });
  const dropped = over({ id: 'dropped' });
  for (let index = 0; index < 600; index += 1) {
    over({ id: `filler ${index}` });
    expect(over({ id: 'kept' })).toBe(kept);
  }
  expect(over({ id: 'dropped' })).not.toBe(dropped);
});

test('tables are kept within a bound and built again when they are asked for', () => {
  const first = over({ id: 'first' });
  const at = toMs('2026-11-20T08:00:00Z');
  // Building a year asks for its first instant and that of the next; an answer from a table asks for none.
  const built = (): boolean => {
    const utc = vi.spyOn(Date, 'UTC');
    expect(first.isOpen(at)).toBe(true);
    const calls = utc.mock.calls.length;
    utc.mockRestore();
    return calls > 0;
  };
  expect(built()).toBe(true);
  expect(built()).toBe(false);
  const years = Array.from({ length: mostTables / 64 - 1 }, (_, index) => index);
  const others = Array.from({ length: 64 }, (_, index) => over({ id: `other ${index}`, timeZone: 'UTC' }));
  for (const year of years) for (const other of others) other.isOpen(Date.UTC(1990 + year));
  expect(built()).toBe(false);
  for (const other of others) other.isOpen(Date.UTC(2090));
  expect(built()).toBe(true);
  expect(built()).toBe(false);
});
