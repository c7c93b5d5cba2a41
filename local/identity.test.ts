import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createIdentity } from './identity.ts';

const options = { issuer: 'http://127.0.0.1:1/local', audience: 'caseclock', homeTenant: 'operator' };
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'caseclock-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const open = () => createIdentity({ ...options, folder });
const ask = async (query: string) => (await open()).answer(new URL(`http://127.0.0.1:1/local/token${query}`));
async function verify(token: string) {
  const keys = (await (await open()).keys().json()) as JSONWebKeySet;
  const currentDate = new Date('9000-01-01T00:00:00Z');
  return jwtVerify(token, createLocalJWKSet(keys), {
    issuer: options.issuer,
    audience: options.audience,
    currentDate,
  });
}

describe('tokens', () => {
  test.each([
    ['integration', '&tenantId=contoso', 'contoso'],
    ['engineer', '', 'operator'],
    ['operations', '', 'operator'],
  ])('%s%s', async (role, tenant, tid) => {
    const { token } = (await (await ask(`?role=${role}${tenant}`)).json()) as { token: string };
    const { payload, protectedHeader } = await verify(token);
    expect(protectedHeader.alg).toBe('EdDSA');
    expect(payload).toMatchObject({ sub: `local-${role}`, azp: `local-${role}`, roles: [role], tid, iat: 0 });
  });

  test('a changed token does not hold', async () => {
    const { token } = (await (await ask('?role=engineer')).json()) as { token: string };
    const [head, , signature] = token.split('.');
    const claims = Buffer.from(JSON.stringify({ roles: ['operations'] })).toString('base64url');
    await expect(verify(`${head}.${claims}.${signature}`)).rejects.toThrow();
  });

  test.each(['', '?role=', '?role=admin', '?role=engineer&tenantId='])('400 for "%s"', async (query) => {
    expect((await ask(query)).status).toBe(400);
  });

  test("the key is its owner's alone, and not published", async () => {
    await open();
    expect(statSync(join(folder, 'identity.json')).mode & 0o777).toBe(0o600);
    expect(await (await open()).keys().text()).not.toContain('"d"');
  });
});
