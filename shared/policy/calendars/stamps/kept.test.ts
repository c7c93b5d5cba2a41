/** What a case was stamped with is found as long as there are cases. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countries, regionsOf } from '../index.ts';
import { contentHash } from './contentHash.ts';
import { keptCalendar, keptHashes } from './kept.ts';
import { decoded, encoded } from './keptForm.ts';
import { inOrder, productHash, productOf, type ProductCalendar } from './product.ts';

test('the calendars of this release are kept: if not, npm run holidays:keep', () => {
  const kept = new Set(keptHashes);
  const missing = countries.flatMap(({ code }) =>
    [undefined, ...regionsOf(code).map((region) => region.code)]
      .filter((region) => !kept.has(productOf(code, region).hash))
      .map((region) => `${code} ${region ?? ''}`),
  );
  expect(missing).toEqual([]);
});

test('each is what its hash names', () => {
  for (const hash of keptHashes) {
    const calendar = keptCalendar(hash);
    expect(calendar && productHash(calendar)).toBe(hash);
  }
});

// The calendars that were kept by each release, in their order: a line that is gone or was changed shows here.
test.each([['2026-11-26', 612, '123d796832209f4d']])('none is gone of %s', (_, count, hash) => {
  expect(contentHash(keptHashes.slice(0, count).join(' '))).toBe(hash);
});

test('one that was never kept is not found', () => {
  expect(keptCalendar('0000000000000000')).toBeUndefined();
});

const hours: ProductCalendar['hours'] = {
  rule: 'BH-1',
  weekly: {},
  knownFrom: '2020-01-01',
  horizon: '2023-12-31',
};
const days = fc
  .array(
    fc.record(
      {
        date: fc.constantFrom(
          '2020-01-01',
          '2021-01-01',
          '2022-01-01',
          '2023-01-01',
          '2020-02-29',
          '2024-01-01',
        ),
        name: fc.constantFrom('New Year', 'Other', '{odd}'),
        status: fc.constantFrom('official', 'single'),
      },
      { requiredKeys: ['date'] },
    ),
    { maxLength: 12 },
  )
  .map(inOrder);

test('a calendar is the same again, by itself and as what differs from another', () => {
  fc.assert(
    fc.property(days, fc.option(days, { nil: undefined }), (holidays, others) => {
      const base = others && { hours: { rule: 'BH-3', weekly: {} }, holidays: others };
      const calendar = { hours, holidays };
      expect(decoded(encoded(calendar, base), hours, base)).toEqual(calendar);
    }),
  );
});
