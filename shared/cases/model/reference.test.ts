import fc from 'fast-check';
import { expect, test } from 'vitest';

import { readReference, referenceOf } from './reference.ts';

const characters = '0123456789abcdefghjkmnpqrstvwxyz';
const anyId = fc.string({ unit: fc.constantFrom(...Array.from(characters)), minLength: 26, maxLength: 26 });

test('three groups of four, from how the id begins', () => {
  expect(referenceOf('7k3mq9xr2f0hjkmnpqrstvwxyz')).toMatch(/^7K3M-Q9XR-2F0[0-9A-HJKMNP-TV-Z]$/);
});

test('leads back to how the id begins', () => {
  fc.assert(
    fc.property(anyId, (id) => {
      expect(readReference(referenceOf(id))).toEqual({ idPrefix: id.slice(0, 11) });
    }),
  );
});

test('is read in whatever way it is written', () => {
  const id = '01a0lmq9xr2f0hjkmnpqrstvwx'.replace('l', '1');
  const known = referenceOf(id);
  const written = [
    known.toLowerCase(),
    known.replaceAll('-', ''),
    known.replaceAll('-', ' '),
    ` ${known.replaceAll('-', '–')} `,
    known.replaceAll('0', 'O').replaceAll('1', 'l'),
    known.replaceAll('0', 'o').replaceAll('1', 'I'),
  ];
  for (const text of written) expect(readReference(text), text).toEqual({ idPrefix: id.slice(0, 11) });
});

test('one wrong character, or two that have changed places, are noticed', () => {
  fc.assert(
    fc.property(
      anyId,
      fc.nat({ max: 11 }),
      fc.nat({ max: 11 }),
      fc.constantFrom(...Array.from(characters.toUpperCase())),
      (id, one, other, wrong) => {
        const plain = Array.from(referenceOf(id).replaceAll('-', ''));
        const replaced = plain.with(one, wrong);
        if (plain[one] !== wrong) expect(readReference(replaced.join(''))).toBe('misread');
        const [a = '', b = ''] = [plain[one], plain[other]];
        if (a !== b) expect(readReference(plain.with(one, b).with(other, a).join(''))).toBe('misread');
      },
    ),
  );
});

test.each(['', 'case-1', '7K3M-Q9XR-2F0', '7K3M-Q9XR-2F0TT', 'UUUU-UUUU-UUUU', '7k3mq9xr2f0hjkmnpqrstvwxyz'])(
  '%j is none',
  (text) => {
    expect(readReference(text)).toBeUndefined();
  },
);

test('an id of another form has one too', () => {
  expect(referenceOf('case-1')).toMatch(/^([0-9A-Z]{4}-){2}[0-9A-Z]{4}$/);
});
