import { app } from '@azure/functions';

import { landing, landingPage, unmatched } from '../shared/api/unmatched.ts';
import { problem } from './http.ts';

/**
 * Whatever no other function takes. The real host takes the first route registered, and functions are registered in
 * the order of their files: this one has to be the last.
 */
app.http('unmatched', {
  methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'],
  route: '{*path}',
  authLevel: 'anonymous',
  handler: (request) => {
    const { pathname } = new URL(request.url);
    if (request.method !== 'GET' || !/^\/(api\/?)?$/i.test(pathname)) {
      return problem(unmatched(request.method, pathname));
    }
    const headers = {
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      vary: 'accept',
    };
    if (!request.headers.get('accept')?.includes('text/html')) return { headers, jsonBody: landing };
    return { headers: { ...headers, 'content-type': 'text/html; charset=utf-8' }, body: landingPage };
  },
});
