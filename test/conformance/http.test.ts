import { request as plainRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { given, keys, openSubject, type Subject } from './host.ts';

let host: Subject;
beforeAll(async () => {
  host = await openSubject();
});
afterAll(() => host.close());

const get = (path: string, init?: RequestInit) => fetch(host.url + path, init);

describe('routes', () => {
  test.each([
    [
      'a parameter',
      '/items/5?x=1&x=2',
      {
        function: 'item',
        params: { id: '5' },
        query: [
          ['x', '1'],
          ['x', '2'],
        ],
      },
    ],
    ['an encoded parameter', '/items/a%20b%2Fc', { function: 'item' }],
    ['a literal goes before a parameter', '/items/special', { function: 'special', params: {} }],
    ['literals match in either case', '/ITEMS/Special', { function: 'special' }],
    ['an optional parameter that is there', '/optional/1/2', { params: { a: '1', b: '2' } }],
    ['an optional parameter that is not', '/optional/1', { params: { a: '1' } }],
    ['the rest of a path', '/rest/a/b/c', { params: { path: 'a/b/c' } }],
    ['a constraint that holds', '/numbers/12', { params: { n: '12' } }],
    ['no route: the name of the function', '/unrouted', { function: 'unrouted' }],
  ])('%s', async (_name, path, expected) => {
    const answer = await get(path);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject(expected);
  });

  test.each([
    ['an unknown path', '/nowhere', 'GET'],
    ['a path that goes on', '/items/5/6', 'GET'],
    ['a constraint that does not hold', '/numbers/twelve', 'GET'],
    ['a method that nothing listens to', '/items/5', 'DELETE'],
  ])('404 for %s', async (_name, path, method) => {
    expect((await get(path, { method })).status).toBe(404);
  });

  test('another method of a route', async () => {
    expect(await (await get('/items/5', { method: 'PUT', body: '{}' })).json()).toMatchObject({
      method: 'PUT',
    });
  });

  test('headers', async () => {
    expect(await (await get('/items/5', { headers: { 'x-test': 'yes' } })).json()).toMatchObject({
      header: 'yes',
    });
  });
});

describe('keys', () => {
  const header = (key: string) => ({ headers: { 'x-functions-key': key } });
  test.each([
    ['no key', '/keyed', () => ({}), 401],
    ['a wrong key', '/keyed', () => header('wrong'), 401],
    ['the function key', '/keyed', () => header(keys.function), 200],
    ['the admin key', '/keyed', () => header(keys.admin), 200],
    ['the function key for an admin function', '/admins', () => header(keys.function), 401],
    ['the admin key for an admin function', '/admins', () => header(keys.admin), 200],
  ])('%s', async (_name, path, init, status) => {
    expect((await get(path, init())).status).toBe(status);
  });

  test('a key in the query', async () => {
    expect((await get(`/keyed?code=${encodeURIComponent(keys.function)}`)).status).toBe(200);
  });
});

describe('answers', () => {
  test('a handler that throws: 500 without a word', async () => {
    const answer = await get('/throwing');
    expect(answer.status).toBe(500);
    expect(await answer.text()).toBe('');
  });

  test.each([200, 201, 204, 304, 404, 418, 503])('status %i with headers', async (status) => {
    const answer = await get(`/status/${status}`);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('x-answer')).toBe('yes');
  });

  test('cookies', async () => {
    const cookies = (await get('/cookies')).headers.getSetCookie();
    expect(cookies).toHaveLength(2);
    expect(cookies[0]).toMatch(/^a=1;.*path=\/.*httponly/i);
  });
});

describe('bodies', () => {
  test.each([0, 1, 65_536, 65_537, 3_000_000])('%i bytes in', async (size) => {
    const body = new Uint8Array(size).map((_, index) => index % 251);
    const sum = body.reduce((total, each) => (total + each) % 65_521, 0);
    expect(await (await get('/size', { method: 'POST', body })).json()).toEqual({ size, sum });
  });

  test('a body in chunks, without a length', async () => {
    const parts = ['one ', 'two ', 'three'].map((part) => new TextEncoder().encode(part));
    const answer = await get('/reverse', {
      method: 'POST',
      body: ReadableStream.from(parts),
      duplex: 'half',
    });
    expect(await answer.text()).toBe('eerht owt eno');
  });

  test('a body that comes out in parts', async () => {
    expect(await (await get('/drip?parts=4')).text()).toBe('part 0\npart 1\npart 2\npart 3\n');
  });

  test('a reader who leaves early does no harm', async () => {
    const abort = new AbortController();
    const answer = await get('/drip?parts=1000', { signal: abort.signal });
    await answer.body?.getReader().read();
    abort.abort();
    expect((await get('/items/5')).status).toBe(200);
  });
});

describe.skipIf(given)('only from this machine', () => {
  const withHost = (name: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const { port } = new URL(host.url);
      const options = { host: '127.0.0.1', port, path: '/items/5', headers: { host: name } };
      plainRequest(options, (answer) => resolve(answer.resume().statusCode))
        .on('error', reject)
        .end();
    });

  test.each([
    ['localhost', 200],
    ['127.0.0.1', 200],
    ['rebound.example', 403],
    ['127.0.0.1.rebound.example', 403],
  ])('a request for %s', async (name, status) => {
    expect(await withHost(name)).toBe(status);
  });

  test.each([
    ['a page of another site', { origin: 'https://elsewhere.example' }, 403],
    ['a page on another port', { origin: 'http://127.0.0.1:1' }, 403],
    ['a form of another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }, 403],
  ])('%s cannot move the clock', async (_name, headers, status) => {
    const init = { method: 'POST', headers, body: '{"advance":"PT0S"}' };
    expect((await get('/local/clock', init)).status).toBe(status);
  });

  test('the instances are closed without the key', async () => {
    expect((await get('/runtime/webhooks/durabletask/instances/')).status).toBe(401);
  });
});
