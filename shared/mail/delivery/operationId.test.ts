import fc from 'fast-check';
import { expect, test } from 'vitest';

import { operationIdOf, readOperationId } from './operationId.ts';

const caseId = fc.string({
  unit: fc.constantFrom(...Array.from('0123456789abcdefghjkmnpqrstvwxyz')),
  minLength: 26,
  maxLength: 26,
});

test('an operation id says of which case, mail and attempt it is', () => {
  fc.assert(
    fc.property(
      caseId,
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.integer({ min: 1, max: 5000 }),
      (id, sequence, attempt) => {
        const operationId = operationIdOf(id, `m${sequence}`, attempt);
        expect(operationId).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
        expect(readOperationId(operationId.toUpperCase())).toEqual({
          idPrefix: id.slice(0, 9),
          sequence,
          attempt,
        });
      },
    ),
  );
});

test.each(['', 'x', '00000000-0000-0000-0000-00000000000', 'not-a-uuid'])('%j is none', (text) => {
  expect(readOperationId(text)).toBeUndefined();
});
