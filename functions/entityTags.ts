/**
 * The opaque tags in `If-Match` or `If-None-Match` (RFC 9110, 13.1); a tag that is none matches nothing, and so
 * does a weak one where the comparison is strong (`If-Match`). Undefined: the header is absent.
 */
export function entityTags(
  header: string | null,
  comparison: 'strong' | 'weak',
): readonly string[] | 'any' | undefined {
  if (header === null) return undefined;
  if (header.trim() === '*') return 'any';
  return header.split(',').flatMap((text) => {
    const [, weak, tag] = /^\s*(W\/)?"([^"]*)"\s*$/.exec(text) ?? [];
    return tag === undefined || (weak !== undefined && comparison === 'strong') ? [] : [tag];
  });
}

/**
 * The version that a `PUT` may take the place of, by its `If-Match`; undefined: any, or none yet. `read` tells the
 * version that is stored. Throws `changed` when the header names another one.
 */
export async function etagToReplace(
  header: string | null,
  read: () => Promise<string | undefined>,
  changed: () => Error,
): Promise<string | undefined> {
  const expected = entityTags(header, 'strong');
  if (!expected) return undefined;
  const stored = await read();
  if (stored === undefined || (expected !== 'any' && !expected.includes(stored))) throw changed();
  return expected === 'any' ? undefined : stored;
}
