import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import { z } from 'zod';
import { problem } from './http/problem.ts';
import { readKept, writeSecret } from './settings.ts';

const roles = ['integration', 'engineer', 'operations'];
const lastSecond = Date.UTC(9999, 11, 31, 23, 59, 59) / 1000;
const algorithm = 'EdDSA';

const base64url = z.string().regex(/^[\w-]{43}$/);
/** A private key of Ed25519 (RFC 8037). */
const keySchema = z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: base64url, d: base64url });

export interface IdentityOptions {
  /** Where the signing key is kept, so that tokens outlive a restart. */
  folder: string;
  issuer: string;
  audience: string;
  /** The operator's own tenant: that of a token asked for without one. */
  homeTenant: string;
}

export type Identity = Awaited<ReturnType<typeof createIdentity>>;

/**
 * Issues the local runtime's tokens (`GET token?role=&tenantId=`) and publishes its keys (`GET jwks.json`).
 * @throws Error that names the file of the key where it cannot be read.
 */
export async function createIdentity(options: IdentityOptions) {
  const file = join(options.folder, 'identity.json');
  if (!existsSync(file)) {
    const pair = await generateKeyPair(algorithm, { crv: 'Ed25519', extractable: true });
    writeSecret(file, JSON.stringify(await exportJWK(pair.privateKey)));
  }
  const secret = readKept(file, keySchema);
  const key = await importJWK(secret, algorithm);
  const { kty, crv, x } = secret;
  const keys = [{ kty, crv, x, kid: 'local', alg: algorithm, use: 'sig' }];

  /** A token with one role that never expires, whatever the virtual date. */
  function token(role: string, tenantId: string | null): Promise<string> {
    return sign(`local-${role}`, [role], tenantId ?? options.homeTenant);
  }

  function sign(client: string, of: readonly string[], tid: string): Promise<string> {
    return new SignJWT({ azp: client, roles: of, tid })
      .setProtectedHeader({ alg: algorithm, kid: 'local', typ: 'JWT' })
      .setIssuer(options.issuer)
      .setAudience(options.audience)
      .setSubject(client)
      .setIssuedAt(0)
      .setExpirationTime(lastSecond)
      .sign(key);
  }

  return {
    /** A token of a program that has no role, by the name of its application. */
    ofProgram: (client: string) => sign(client, [], options.homeTenant),
    keys: () => Response.json({ keys }),
    async answer(url: URL): Promise<Response> {
      const role = url.searchParams.get('role') ?? '';
      if (!roles.includes(role)) return problem(400, 'No such role', `role is one of ${roles.join(', ')}`);
      const tenantId = url.searchParams.get('tenantId');
      if (tenantId === '')
        return problem(400, 'tenantId is empty', "Leave it out for the operator's own tenant.");
      return Response.json(
        { token: await token(role, tenantId) },
        { headers: { 'cache-control': 'no-store' } },
      );
    },
  };
}
