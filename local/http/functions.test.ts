/** HTTP triggers as the Functions host takes them. */
import { HttpRequest, InvocationContext } from '@azure/functions';
import { describe, expect, test } from 'vitest';

import type { AppFunction } from '../app.ts';
import { createHttpFunctions } from './functions.ts';
import type { Incoming } from './incoming.ts';

const fn = (name: string, route: string, more: object = {}): AppFunction => ({
  name,
  trigger: { type: 'httpTrigger', direction: 'in', route, ...more },
  callback: (request) => ({
    jsonBody: { by: name, query: request instanceof HttpRequest ? [...request.query] : [] },
  }),
  context: () => new InvocationContext({ functionName: name }),
});

const keys = { function: 'f', admin: 'a' };
const open = (...functions: AppFunction[]) => createHttpFunctions(functions, '/api', keys, () => undefined);

async function answerTo(handle: ReturnType<typeof open>, address: string) {
  const url = new URL(address, 'http://127.0.0.1');
  const incoming = { method: 'GET', path: url.pathname, url, header: () => undefined };
  const request = async (target = url.href) => new Request(target);
  const { status, body } = await handle({ ...incoming, request } as unknown as Incoming);
  return { status, ...(status === 200 ? ((await new Response(body).json()) as object) : {}) };
}

describe('a route', () => {
  test.each(['admin', 'admin/x', '/Administrators'])(
    'that begins with admin stops the start: %s',
    (route) => {
      expect(() => open(fn('closed', route))).toThrow(`The function closed has the route ${route}`);
    },
  );

  test('may have admin elsewhere', async () => {
    expect(await answerTo(open(fn('x', 'my/admin')), '/api/my/admin')).toMatchObject({ by: 'x' });
  });

  test('that was registered first answers, also where a later one is more literal', async () => {
    const handle = open(fn('any', '{*path}'), fn('exact', 'cases'));
    expect(await answerTo(handle, '/api/cases')).toMatchObject({ by: 'any' });
  });

  test('for other methods is passed over', async () => {
    const handle = open(
      fn('writes', 'cases', { methods: ['POST'] }),
      fn('reads', 'cases', { methods: ['GET'] }),
    );
    expect(await answerTo(handle, '/api/cases')).toMatchObject({ by: 'reads' });
  });
});

describe('a query', () => {
  test.each([
    [
      'a=1&b=2',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    [
      'a=1&b=2&a=3',
      [
        ['a', '1,3'],
        ['b', '2'],
      ],
    ],
    ['a=1&__proto__=2', [['a', '1']]],
    ['__proto__=1&__proto__=2', []],
  ])('%s is handed on as %j', async (query, handedOn) => {
    expect(await answerTo(open(fn('x', 'x')), `/api/x?${query}`)).toMatchObject({ query: handedOn });
  });
});
