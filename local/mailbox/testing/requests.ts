import { createHash, createHmac } from 'node:crypto';

export const accessKey = Buffer.alloc(32, 7).toString('base64');
export const origin = 'http://127.0.0.1:7071';

/** A message as the SDK puts it. */
export const message = {
  senderAddress: 'support@caseclock.example',
  recipients: { to: [{ address: 'aiko@contoso.example' }] },
  content: { subject: 'Hello', plainText: 'text', html: '<p>html</p>' },
  headers: {
    'x-caseclock-case': 'case-1',
    'x-caseclock-kind': 'acknowledgement',
    'x-caseclock-language': 'en',
  },
};

/** How a request differs from a plain, valid one. */
export interface Given {
  readonly method?: string;
  readonly path?: string;
  readonly body?: string;
  readonly headers?: Record<string, string>;
  readonly key?: string;
  readonly date?: number;
  /** Changed after the request was signed. */
  readonly tamper?: {
    readonly path?: string;
    readonly body?: string;
    readonly headers?: Record<string, string>;
  };
}

/** A request signed by the rules of the service's documentation, independently of the code under test. */
export function signed(given: Given = {}): Request {
  const { method = 'POST', path = '/local/acs/emails:send?api-version=2025-09-01' } = given;
  const body = given.body ?? (method === 'POST' ? JSON.stringify(message) : '');
  const hash = createHash('sha256').update(body).digest('base64');
  const date = new Date(given.date ?? Date.now()).toUTCString();
  const signature = createHmac('sha256', Buffer.from(given.key ?? accessKey, 'base64'))
    .update(`${method}\n${path}\n${date};127.0.0.1:7071;${hash}`)
    .digest('base64');
  const headers = {
    host: '127.0.0.1:7071',
    'x-ms-date': date,
    'x-ms-content-sha256': hash,
    authorization: `HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=${signature}`,
    ...given.headers,
    ...given.tamper?.headers,
  };
  const sent = given.tamper?.body ?? body;
  return new Request(origin + (given.tamper?.path ?? path), { method, headers, body: sent || null });
}
