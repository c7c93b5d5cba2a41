import type { Identity } from '../identity.ts';
import type { Mailbox } from '../mailbox/index.ts';
import { openapiPage } from '../openapi/page.ts';
import type { Time } from '../time.ts';
import type { Incoming } from './incoming.ts';
import { problem } from './problem.ts';

/** The largest bodies that are taken, in bytes: of a change of the clock, and of a mail (the limit of ACS). */
const largestChange = 64 * 1024;
const largestMail = 10 * 1024 * 1024;

const openapi = 'GET /local/openapi/';

/** Answers what stands under /local: clock, tokens, OpenAPI page, and the mailbox with its pages. */
export function createLocal({
  time,
  identity,
  mailbox,
}: {
  time: Pick<Time, 'read' | 'change'>;
  identity: Identity;
  mailbox: Mailbox;
}) {
  return async (incoming: Incoming): Promise<Response> => {
    if (isCrossSite(incoming)) return problem(403, 'Not from another site');
    const { path, url } = incoming;
    const route = `${incoming.method} ${path}`;
    if (route === 'GET /local/clock') return time.read();
    if (route === 'POST /local/clock') return time.change(await incoming.text(largestChange));
    if (route === 'GET /local/token') return identity.answer(url);
    if (route === 'GET /local/jwks.json') return identity.keys();
    if (route.startsWith(openapi))
      return openapiPage(route.slice(openapi.length)) ?? problem(404, 'Not found');
    return (await mailbox.handle(await incoming.wholeRequest(largestMail))) ?? problem(404, 'Not found');
  };
}

/** Whether a browser sends this from a page of another site, which has no business here. */
export function isCrossSite(request: Incoming): boolean {
  const origin = request.header('origin');
  if (origin !== undefined && origin !== request.url.origin) return true;
  const site = request.header('sec-fetch-site');
  if (site === undefined || site === 'same-origin' || site === 'none') return false;
  return request.method !== 'GET' || request.header('sec-fetch-mode') !== 'navigate';
}
