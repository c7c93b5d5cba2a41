import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { NotAuthenticated, tokenVerifier } from './tokens.ts';

const home = '11111111-1111-1111-1111-111111111111';
const contoso = '22222222-2222-2222-2222-222222222222';
const issuerOf = (tenant: string) => `https://login.example/${tenant}/v2.0`;
const now = Date.parse('2026-11-20T08:00:00Z');
const wallClock = { now: () => now, sleepUntil: () => Promise.reject(new Error('nobody sleeps here')) };

let server: Server;
const keys: Record<string, CryptoKey> = {};
const published: JWK[] = [];

async function publish(kid: string, issuer?: string) {
  const pair = await generateKeyPair('RS256', { extractable: true });
  keys[kid] = pair.privateKey;
  published.push({
    ...(await exportJWK(pair.publicKey)),
    kid,
    use: 'sig',
    ...(issuer === undefined ? {} : { issuer }),
  });
}

beforeAll(async () => {
  // As Entra ID publishes them: keys for every tenant, and keys of single issuers.
  await publish('shared', issuerOf('{tenantid}'));
  await publish('consumers', issuerOf('9188040d-6c67-4c5b-b112-36a304b66dad'));
  await publish('plain');
  server = createServer((_, answer) => {
    answer.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: published }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
afterAll(() => server.close());

interface Told {
  readonly kid?: string;
  readonly issuer?: string;
  readonly audience?: string;
  readonly tid?: string;
  readonly expires?: number;
  readonly claims?: object;
}

function token({
  kid = 'shared',
  issuer,
  audience = 'api',
  tid = contoso,
  expires = 3600,
  claims,
}: Told = {}) {
  const key = keys[kid];
  if (!key) throw new Error(`there is no key ${kid}`);
  return new SignJWT({ tid, ver: '2.0', azp: 'app', roles: ['integration', 'operations'], ...claims })
    .setProtectedHeader({ alg: 'RS256', kid })
    .setIssuer(issuer ?? issuerOf(tid))
    .setAudience(audience)
    .setSubject('subject')
    .setExpirationTime(now / 1000 + expires)
    .sign(key);
}

const verifier = (issuer = issuerOf('{tenantid}')) =>
  tokenVerifier(
    {
      issuer,
      audience: 'api',
      jwksUri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      homeTenant: home,
    },
    wallClock,
  );
const authenticate = async (text: string, issuer?: string) => verifier(issuer)(`Bearer ${text}`);
const refusal = (text: string, issuer?: string) =>
  authenticate(text, issuer).then(
    () => 'nothing was refused',
    (error: unknown) =>
      error instanceof NotAuthenticated ? error.message : `another error: ${String(error)}`,
  );

describe('an issuer for each tenant', () => {
  test('takes tokens of every tenant, each of its own issuer', async () => {
    expect(await authenticate(await token())).toMatchObject({
      tenantId: contoso,
      home: false,
      client: 'app',
      roles: ['integration'],
    });
    expect(await authenticate(await token({ tid: home }))).toMatchObject({
      tenantId: home,
      home: true,
      roles: ['integration', 'operations'],
    });
  });

  test('but none that names another tenant than its issuer’s', async () => {
    expect(await refusal(await token({ issuer: issuerOf(contoso), tid: home }))).toContain(
      'its own tenant’s',
    );
  });

  test.each(['', '../x', 'a/b', '$&', '{tenantid}'])('nor of the tenant %j', async (tid) => {
    expect(await refusal(await token({ tid }))).toMatch(/names no tenant|another issuer/);
  });

  test('nor one signed with a key that its issuer may not use', async () => {
    expect(await refusal(await token({ kid: 'consumers' }))).toContain('not valid here');
  });

  test('a key that does not say whose it is is of whoever publishes it', async () => {
    expect(await authenticate(await token({ kid: 'plain' }))).toMatchObject({ tenantId: contoso });
  });
});

describe('one issuer', () => {
  test('takes its own tokens, and no other’s', async () => {
    expect(await authenticate(await token(), issuerOf(contoso))).toMatchObject({ tenantId: contoso });
    expect(await refusal(await token({ tid: home }), issuerOf(contoso))).toContain('another issuer');
  });
});

describe('a refusal says what to do', () => {
  test.each<[string, Told, string]>([
    [
      'of version 1.0',
      { issuer: `https://sts.windows.net/${contoso}/`, claims: { ver: '1.0' } },
      '`requestedAccessTokenVersion` to 2',
    ],
    ['of version 1.0 by its claim', { claims: { ver: '1.0' } }, '`requestedAccessTokenVersion` to 2'],
    ['for another API', { audience: 'graph' }, 'audience `api`'],
    ['expired', { expires: -3600 }, 'has expired'],
  ])('%s', async (_, told, sentence) => {
    expect(await refusal(await token(told))).toContain(sentence);
  });

  test('of no token at all', async () => {
    expect(await refusal('x.y.z')).toContain('not valid here');
    await expect(verifier()(null)).rejects.toThrow('Send an access token');
  });
});
