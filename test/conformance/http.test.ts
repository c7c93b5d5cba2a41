import { request as plainRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { given, keys, openSubject, post, type Subject } from './host.ts';

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
        query: { x: '1,2' },
      },
    ],
    ['an encoded parameter', '/items/a%20b%2Fc', { function: 'item' }],
    ['the first one registered, not the most literal', '/items/special', { function: 'item' }],
    ['literals match in either case', '/ITEMS/Special', { params: { id: 'Special' } }],
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
    ['HEAD, which reaches no function', '/items/5', 'HEAD'],
    ['OPTIONS, which reaches no function', '/items/5', 'OPTIONS'],
    ['a method that nobody knows', '/items/5', 'PROPFIND'],
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

test('414 for an address that is too long', async () => {
  expect((await get(`/items/${'x'.repeat(9000)}`)).status).toBe(414);
});

describe('keys', () => {
  const header = (key: string) => ({ headers: { 'x-functions-key': key } });
  test.each([
    ['no key', '/keyed', () => ({}), 401],
    ['a wrong key', '/keyed', () => header('wrong'), 401],
    ['the function key', '/keyed', () => header(keys.function), 200],
    ['the admin key', '/keyed', () => header(keys.admin), 200],
    ['the function key for an admin function', '/for-admins', () => header(keys.function), 401],
    ['the admin key for an admin function', '/for-admins', () => header(keys.admin), 200],
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

  test.each([
    ['that fits', 90, 200],
    ['that is too large', 200, 413],
  ])('a body in chunks, without a length, %s', async (_name, kilobytes, status) => {
    const parts = Array.from({ length: kilobytes }, () => new Uint8Array(1000));
    const body = ReadableStream.from(parts);
    const answer = await get('/bounded', { method: 'POST', body, duplex: 'half' });
    expect(answer.status).toBe(status);
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

  test.each(['/runtime/webhooks/durabletask', '/durabletask', '/durabletask/wrong'])(
    'the instances are closed without the key: %s',
    async (base) => {
      expect((await get(`${base}/instances/`)).status).toBe(401);
    },
  );

  test.each([
    ['the clock', '/local/clock', 100],
    ['the mail service', '/local/acs/emails:send', 11_000],
  ])('413 for a body too large, with and without a length: %s', async (_name, path, kilobytes) => {
    const bytes = new Uint8Array(kilobytes * 1000);
    expect((await get(path, { method: 'POST', body: bytes })).status).toBe(413);
    const parts = Array.from({ length: kilobytes }, () => new Uint8Array(1000));
    const body = ReadableStream.from(parts);
    expect((await get(path, { method: 'POST', body, duplex: 'half' })).status).toBe(413);
  });

  test('413 for an event too large', async () => {
    const id = `large-${crypto.randomUUID()}`;
    await host.durable({ call: 'start', name: 'wait', id });
    const { result } = await host.durable({ call: 'links', id });
    const { sendEventPostUri } = result as { sendEventPostUri: string };
    const raise = (length: number) =>
      post(sendEventPostUri.replace('{eventName}', 'go'), 'x'.repeat(length)).then(({ status }) => status);
    expect(await raise(1024 * 1024)).toBe(413);
    expect(await raise(1000)).toBe(202);
  });
});
