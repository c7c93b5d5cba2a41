/** Douglas Crockford's base32: no letter is taken for another or for a digit. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const digits = 11;

/**
 * The short name of a case that can be read out over the phone: the first eleven characters of its id, 53 bits by
 * chance, and a check character, in groups of four. An id of another form than the product gives has one all the same,
 * under which it is not found.
 */
export function referenceOf(caseId: string): string {
  const values = Array.from({ length: digits }, (_, index) => valueOf(caseId[index] ?? '0'));
  const text = [...values, checkOf(values)].map((value) => alphabet[value]).join('');
  return text.replace(/(.{4})(?=.)/g, '$1-');
}

/**
 * How the ids begin that have this reference, written in whatever case, with or without hyphens and blanks, O for 0
 * and I or L for 1. `misread`: it has the form of a reference, and its check character does not fit. Undefined: it is
 * no reference.
 */
export function readReference(text: string): { readonly idPrefix: string } | 'misread' | undefined {
  const plain = text
    .toUpperCase()
    .replace(/[\s\u2010-\u2015-]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  if (plain.length !== digits + 1) return undefined;
  const values = Array.from(plain, (character) => alphabet.indexOf(character));
  if (values.includes(-1)) return undefined;
  if (checkOf(values.slice(0, digits)) !== values[digits]) return 'misread';
  return { idPrefix: plain.slice(0, digits).toLowerCase() };
}

function valueOf(character: string): number {
  return Math.max(0, alphabet.indexOf(character.toUpperCase()));
}

/**
 * The sum of the values, each times another power of a primitive element of GF(32) (x⁵ + x² + 1). One character that
 * is wrong changes it, and so do two that have changed places.
 */
function checkOf(values: readonly number[]): number {
  return values.reduce((sum, value) => timesX(sum ^ value), 0);
}

function timesX(value: number): number {
  return (value << 1) ^ (value & 16 ? 0b100101 : 0);
}
