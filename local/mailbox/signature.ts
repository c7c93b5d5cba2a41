import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

const accepted = 15 * 60_000;

/**
 * Checks a request the way the service does (Azure Communication Services, "Authenticate", HMAC-SHA256): the hash
 * of the content, and the signature over method, path and query, date, host and that hash.
 *
 * @returns why the request is refused, or undefined when it is signed with the key.
 */
export function refusal(request: Request, body: string, accessKey: string): string | undefined {
  const date = request.headers.get('x-ms-date') ?? '';
  const hash = createHash('sha256').update(body).digest('base64');
  if (Number.isNaN(Date.parse(date)) || Math.abs(Date.parse(date) - Date.now()) > accepted)
    return 'x-ms-date is missing or too far from now';
  if (request.headers.get('x-ms-content-sha256') !== hash)
    return 'x-ms-content-sha256 does not match the body';

  const url = new URL(request.url);
  const query = url.searchParams.toString();
  const target = query ? `${url.pathname}?${query}` : url.pathname;
  const host = request.headers.get('host') ?? url.host;
  const signature = createHmac('sha256', Buffer.from(accessKey, 'base64'))
    .update(`${request.method}\n${target}\n${date};${host};${hash}`)
    .digest('base64');
  const expected = `HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=${signature}`;
  return same(request.headers.get('authorization') ?? '', expected)
    ? undefined
    : 'the signature does not match';
}

function same(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
