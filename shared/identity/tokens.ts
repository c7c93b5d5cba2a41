import { createHash } from 'node:crypto';

import { createRemoteJWKSet, customFetch, errors, jwtVerify } from 'jose';
import { z } from 'zod';

import type { Clock } from '../clock.ts';
import { roles, type Caller } from './caller.ts';
import { expectedIssuer, mayUseKey, whyRefused } from './issuer.ts';
import { boundedFetch } from './published.ts';

export interface IdentitySettings {
  /** Of all tokens; or of each tenant's, with `{tenantid}` where its id stands. */
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUri: string;
  /** The operator's own tenant. */
  readonly homeTenant: string;
}

/** The token is missing, malformed, expired, or not for us: the caller has to get another one. */
export class NotAuthenticated extends Error {
  override readonly name = 'NotAuthenticated';
}

/** The issuer's keys could not be fetched. Retryable. */
export class IssuerUnavailable extends Error {
  override readonly name = 'IssuerUnavailable';
}

const claimsSchema = z.object({
  sub: z.string().min(1),
  tid: z.string().min(1),
  /** Of Entra ID. */
  ver: z.string().optional(),
  azp: z.string().optional(),
  appid: z.string().optional(),
  roles: z.array(z.string()).default([]),
  exp: z.number(),
});

const mostRemembered = 1000;

/**
 * Checks OpenID Connect access tokens against the issuer's published keys. `wallClock` tells whether they have
 * expired: tokens live in real time. Signatures already checked are remembered until the token expires.
 */
export function tokenVerifier(settings: IdentitySettings, wallClock: Clock) {
  const keys = createRemoteJWKSet(new URL(settings.jwksUri), {
    timeoutDuration: 5000,
    [customFetch]: boundedFetch,
  });
  const remembered = new Map<string, { caller: Caller; expiresAt: number }>();

  /** The caller behind an `Authorization` header. Throws `NotAuthenticated` or `IssuerUnavailable`. */
  return async function authenticate(authorization: string | null): Promise<Caller> {
    const token = /^Bearer ([\w.~+/-]+=*)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) {
      throw new NotAuthenticated('Send an access token in the header `Authorization: Bearer <token>`.');
    }
    const now = wallClock.now();
    const key = createHash('sha256').update(token).digest('base64');
    const known = remembered.get(key);
    if (known && known.expiresAt > now) return known.caller;

    const claims = await verify(token, now);
    const caller = callerOf(claims, settings);
    const [oldest] = remembered.keys();
    if (remembered.size >= mostRemembered && oldest !== undefined) remembered.delete(oldest);
    remembered.set(key, { caller, expiresAt: Math.min(claims.exp * 1000, now + 300_000) });
    return caller;
  };

  async function verify(token: string, now: number) {
    try {
      const issuer = expectedIssuer(settings.issuer, token);
      const { payload, protectedHeader } = await jwtVerify(token, keys, {
        issuer,
        audience: settings.audience,
        algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'],
        requiredClaims: ['exp', 'sub', 'tid'],
        currentDate: new Date(now),
        clockTolerance: 60,
      });
      const claims = claimsSchema.parse(payload);
      if (claims.ver === '1.0' || !mayUseKey(keys.jwks(), protectedHeader.kid, issuer, claims.tid)) {
        throw new errors.JWTInvalid('of version 1.0, or signed with a key of another issuer');
      }
      return claims;
    } catch (cause) {
      if (isUnavailable(cause)) {
        throw new IssuerUnavailable("The token issuer's keys can't be fetched now: try again.", { cause });
      }
      throw new NotAuthenticated(
        whyRefused(cause, token, settings.audience) ??
          'The access token is not valid here: it must be unexpired, signed by the configured issuer and meant for this audience.',
        { cause },
      );
    }
  }
}

/** Whether the keys could not be had, as opposed to a token that is wrong. */
function isUnavailable(cause: unknown): boolean {
  if (cause instanceof errors.JWKSTimeout || cause instanceof errors.JWKSInvalid) return true;
  if (cause instanceof z.ZodError) return false;
  return !(cause instanceof errors.JOSEError) || cause.code === 'ERR_JOSE_GENERIC';
}

function callerOf(claims: z.output<typeof claimsSchema>, settings: IdentitySettings): Caller {
  const home = claims.tid === settings.homeTenant;
  const counting = roles.filter((role) => claims.roles.includes(role) && (home || role === 'integration'));
  return {
    subject: claims.sub,
    client: claims.azp ?? claims.appid ?? claims.sub,
    tenantId: claims.tid,
    home,
    roles: counting,
  };
}
