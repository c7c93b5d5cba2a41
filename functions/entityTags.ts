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
