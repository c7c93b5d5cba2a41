import type { HttpRequest } from '@azure/functions';

/** `nextLink` of a page: the request's own address with the place to go on from; nothing on the last page. */
export function nextLink(
  request: HttpRequest,
  more: Readonly<Record<string, string>> | undefined,
): { nextLink?: string } {
  if (!more) return {};
  const url = new URL(request.url);
  for (const [name, value] of Object.entries(more)) url.searchParams.set(name, value);
  return { nextLink: url.href };
}
