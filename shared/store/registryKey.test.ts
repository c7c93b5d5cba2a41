import fc from 'fast-check';
import { expect, it } from 'vitest';
import { registryId, registryKey } from './registryKey.ts';

/** Any UTF-16 units, halves of surrogate pairs too, and often those next to each other in the key's alphabet. */
const unit = fc.oneof(
  fc.constantFrom(...' !,-./09:;@AZ[_`az{~\u007f\u00e9\ud83d\ude00\ue000\uffff'.split('')),
  fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code)),
);
const id = fc.string({ unit, minLength: 1, maxLength: 128, size: 'max' });

const order = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

it('leaves usual ids readable', () => {
  expect(registryKey('2026-11')).toBe('2026-11');
  expect(registryKey('INC 7/a')).toBe('INC!00207.002fa');
});

it('holds only what every database allows, of bounded length', () => {
  fc.assert(
    fc.property(id, (any) => {
      expect(registryKey(any)).toMatch(/^[-!.:_~0-9A-Za-z]{1,640}$/);
    }),
  );
});

it('gives the id back', () => {
  fc.assert(
    fc.property(id, (any) => {
      expect(registryId(registryKey(any))).toBe(any);
    }),
  );
});

it('compares as the ids do', () => {
  const short = fc.string({ unit, minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(short, short, short, (start, a, b) => {
      for (const [left, right] of [
        [a, b],
        [start + a, start + b],
        [start, start + a],
      ] as const) {
        expect(order(registryKey(left), registryKey(right))).toBe(order(left, right));
      }
    }),
    { numRuns: 5000 },
  );
});

it.each([['', 0] as const, ['x'.repeat(129), 129] as const])('refuses an id of %j', (any, length) => {
  expect(() => registryKey(any)).toThrow(`1 to 128 characters, not ${length}`);
});
