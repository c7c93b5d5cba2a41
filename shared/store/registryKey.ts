/** How long the id of a registry entry may be, in UTF-16 units. */
const maxLength = 128;

/**
 * The id of a registry entry as every database can keep it: letters, digits and `-` as they are, any other
 * UTF-16 unit as a mark and its four hexadecimal digits. Cosmos DB allows no `/`, `\`, `?` or `#` in an id and
 * 1,023 bytes, and neither database keeps half a surrogate pair.
 *
 * The mark depends on which of the plain characters the unit lies between, and lies there too. So keys compare
 * as the ids do, unit by unit, also where a database compares UTF-8.
 *
 * @throws RangeError when the id is empty or too long.
 */
export function registryKey(id: string): string {
  if (id.length === 0 || id.length > maxLength) {
    throw new RangeError(`the id of a registry entry has 1 to ${maxLength} characters, not ${id.length}`);
  }
  return id.replace(/[^-0-9A-Za-z]/g, (unit) => mark(unit) + hex(unit));
}

/** The id that `registryKey` made the key of. */
export function registryId(key: string): string {
  return key.replace(/[!.:_~]([0-9a-f]{4})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}

function mark(unit: string): string {
  if (unit < '-') return '!';
  if (unit < '0') return '.';
  if (unit < 'A') return ':';
  if (unit < 'a') return '_';
  return '~';
}

function hex(unit: string): string {
  return unit.charCodeAt(0).toString(16).padStart(4, '0');
}
