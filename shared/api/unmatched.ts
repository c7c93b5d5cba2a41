import { endpoints, type Endpoint } from './endpoints.ts';
import { Problem } from './input/problem.ts';

const routes = Object.values<Endpoint>(endpoints).map(({ method, path }) => ({
  method,
  pattern: new RegExp(`^/${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}/?$`, 'i'),
}));

/** The problem of a request that no endpoint takes: 405 with what the path does take, else 404. */
export function unmatched(method: string, path: string): Problem {
  const allowed = [
    ...new Set(routes.flatMap((route) => (route.pattern.test(path) ? [route.method] : []))),
  ].sort();
  if (allowed.length > 0) {
    const allow = allowed.join(', ');
    const detail = `${method} is not possible here, but ${allow}.`;
    return new Problem(405, 'method.notAllowed', detail, {}, { headers: { allow } });
  }
  return new Problem(
    404,
    'path.unknown',
    'There is nothing at this path. What there is stands in /api/openapi.json.',
  );
}

const links = {
  openApi: '/api/openapi.json',
  cases: '/api/cases',
  policy: '/api/policy',
  calendars: '/api/calendars',
  health: '/api/health',
  ready: '/api/ready',
};

/** What the address of the API leads to: where everything is, for a program. */
export const landing = { name: 'Caseclock', links };

/** The same for a person. */
export const landingPage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <meta name="color-scheme" content="light dark" />
    <title>Caseclock API</title>
  </head>
  <body>
    <h1>Caseclock</h1>
    <p>SLA clocks and escalations for support cases, over HTTP. Most calls want an access token.</p>
    <ul>
${Object.values(links)
  .map((link) => `      <li><a href="${link}">${link}</a></li>`)
  .join('\n')}
    </ul>
  </body>
</html>
`;
