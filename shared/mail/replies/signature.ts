import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far (ms) the instant of a signature may be from ours. */
const tolerance = 5 * 60_000;

interface Headers {
  get(name: string): string | null;
}

/**
 * Whether a body was signed with this secret (Standard Webhooks: `webhook-id`, `webhook-timestamp`, `webhook-signature`
 * with HMAC-SHA256), and not long ago. `secret` is Base64 after `whsec_`, or else taken as it is. `now` is ms of real time.
 */
export function isSigned(secret: string, headers: Headers, body: string, now: number): boolean {
  const id = headers.get('webhook-id') ?? '';
  const timestamp = headers.get('webhook-timestamp') ?? '';
  if (id === '' || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now - Number(timestamp) * 1000) > tolerance) return false;
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret);
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
  return (headers.get('webhook-signature') ?? '').split(' ').some((one) => {
    const [version, value = ''] = one.split(',', 2);
    const given = Buffer.from(value, 'base64');
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
}
