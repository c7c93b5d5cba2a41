/** An issuer that is out of order: nobody gets in, nobody's token is to blame, and the process is none the worse. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterEach, expect, test } from 'vitest';

import { largestAnswer } from './published.ts';
import { IssuerUnavailable, NotAuthenticated, tokenVerifier } from './tokens.ts';

const now = Date.parse('2026-11-20T08:00:00Z');
const wallClock = { now: () => now, sleepUntil: () => Promise.reject(new Error('nobody sleeps here')) };
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const pair = await generateKeyPair('ES256');
const key = { ...(await exportJWK(pair.publicKey)), kid: 'k', alg: 'ES256' };
const token = await new SignJWT({ tid: 'contoso', roles: ['integration'] })
  .setProtectedHeader({ alg: 'ES256', kid: 'k' })
  .setIssuer('issuer')
  .setAudience('api')
  .setSubject('subject')
  .setExpirationTime(now / 1000 + 3600)
  .sign(pair.privateKey);

async function verifierWith(publish: (answer: ServerResponse) => void) {
  const server = createServer((_, answer) => publish(answer));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const jwksUri = `http://127.0.0.1:${port}/`;
  const verify = tokenVerifier({ issuer: 'issuer', audience: 'api', jwksUri, homeTenant: 'home' }, wallClock);
  return () => verify(`Bearer ${token}`);
}

test.each<[string, (answer: ServerResponse) => void]>([
  ['an error', (answer) => answer.writeHead(500).end('{}')],
  ['another address', (answer) => answer.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
  ['a page', (answer) => answer.end('<html>Sign in</html>')],
  ['half of it', (answer) => answer.end('{"keys":[')],
  ['no list of keys', (answer) => answer.end('{"keys":"none"}')],
  ['keys that are none', (answer) => answer.end('{"keys":[null]}')],
  ['nothing, and the connection is cut', (answer) => answer.destroy()],
])('an issuer that answers with %s', async (_name, publish) => {
  const verify = await verifierWith(publish);
  await expect(verify()).rejects.toBeInstanceOf(IssuerUnavailable);
});

test('an answer without end is not read to its end', async () => {
  let sent = 0;
  const verify = await verifierWith((answer) => {
    const more = () => {
      while (!answer.destroyed) {
        sent += 65_536;
        if (!answer.write(' '.repeat(65_536))) return void answer.once('drain', more);
      }
    };
    more();
  });
  await expect(verify()).rejects.toBeInstanceOf(IssuerUnavailable);
  // What lies in the buffers between the two was sent besides.
  expect(sent).toBeLessThan(20 * largestAnswer);
});

test('once it answers properly the token counts', async () => {
  let isDown = true;
  const verify = await verifierWith((answer) => answer.end(isDown ? '{}' : JSON.stringify({ keys: [key] })));
  await expect(verify()).rejects.toBeInstanceOf(IssuerUnavailable);
  isDown = false;
  expect(await verify()).toMatchObject({ tenantId: 'contoso', roles: ['integration'] });
});

test('a key that is broken makes the token wrong, not the issuer unavailable for others', async () => {
  const verify = await verifierWith((answer) =>
    answer.end(JSON.stringify({ keys: [{ ...key, x: 'short' }] })),
  );
  await expect(verify()).rejects.toSatisfy(
    (error) => error instanceof IssuerUnavailable || error instanceof NotAuthenticated,
  );
});
