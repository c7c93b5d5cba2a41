import type { HttpRequest } from '@azure/functions';

import { csvOf, wantsCsv, type Column } from '../shared/api/operations/csv.ts';
import type { Reply } from './http.ts';

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

/** A list as JSON, or as a table where that is asked for: its next page is then named by `Link` (RFC 8288). */
export function listReply<T>(
  request: HttpRequest,
  { format }: { readonly format?: 'json' | 'csv' | undefined },
  list: {
    readonly columns: readonly Column<T>[];
    readonly value: readonly T[];
    readonly more?: Readonly<Record<string, string>> | undefined;
  },
  body: (list: { readonly value: readonly T[]; readonly nextLink?: string }) => unknown,
): Reply {
  const next = nextLink(request, list.more);
  if (!wantsCsv(format, request.headers.get('accept'))) {
    return { status: 200, body: body({ value: list.value, ...next }) };
  }
  const link = next.nextLink === undefined ? {} : { link: `<${next.nextLink}>; rel="next"` };
  return { status: 200, csv: csvOf(list.columns, list.value), headers: link };
}
