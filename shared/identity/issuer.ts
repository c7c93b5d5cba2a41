import { decodeJwt, errors, type JSONWebKeySet } from 'jose';

const tenantPlace = /\{tenantid\}/gi;

/** What is checked of an issuer: whether a name leaves a place for the tenant, as Entra ID's do. */
const isTemplate = (issuer: string): boolean => issuer.search(tenantPlace) >= 0;

function issuerOf(template: string, tenantId: string): string {
  return template.replace(tenantPlace, () => tenantId);
}

/**
 * The issuer that a token must be of: the one that is set, or of a template (`…/{tenantid}/v2.0`) the one of the
 * tenant that the token names. What the token says is not verified yet: it has to be what its issuer signed.
 */
export function expectedIssuer(setting: string, token: string): string {
  if (!isTemplate(setting)) return setting;
  const { tid } = decodeJwt(token);
  // Nothing that could lead to another path than that of a tenant.
  if (typeof tid !== 'string' || !/^[\w.-]{1,128}$/.test(tid)) {
    throw new errors.JWTClaimValidationFailed('no tenant', {}, 'tid', 'missing');
  }
  return issuerOf(setting, tid);
}

/**
 * Whether the key that a token was signed with is one that its issuer may use. Keys of Entra ID say whose they are
 * (`issuer`); a key that says nothing is of whoever publishes the keys.
 */
export function mayUseKey(
  published: JSONWebKeySet | undefined,
  kid: string | undefined,
  issuer: string,
  tenantId: string,
): boolean {
  const keys = published?.keys ?? [];
  const mayUse = (key: object) =>
    !('issuer' in key) || (typeof key.issuer === 'string' && issuerOf(key.issuer, tenantId) === issuer);
  return kid === undefined ? keys.every(mayUse) : keys.filter((key) => key.kid === kid).some(mayUse);
}

/** Why a token is not valid here, in a sentence that says what to do; undefined: nothing in particular. */
export function whyRefused(cause: unknown, token: string, audience: string): string | undefined {
  if (isVersion1(token)) {
    return 'This is an access token of version 1.0, and version 2.0 is wanted: set `requestedAccessTokenVersion` to 2 in the manifest of the app registration of this API, then get a new token.';
  }
  if (cause instanceof errors.JWTExpired) return 'The access token has expired: get a new one.';
  if (!(cause instanceof errors.JWTClaimValidationFailed)) return undefined;
  switch (cause.claim) {
    case 'iss':
      return 'The access token is of another issuer than this API trusts, or of another one than its own tenant’s (`tid`).';
    case 'aud':
      return `The access token is meant for another API: ask for one with the audience \`${audience}\`.`;
    case 'tid':
      return 'The access token names no tenant (`tid`): ask for one of a tenant.';
    default:
      return undefined;
  }
}

function isVersion1(token: string): boolean {
  try {
    const { ver, iss } = decodeJwt(token);
    return ver === '1.0' || (iss?.startsWith('https://sts.windows.net/') ?? false);
  } catch {
    return false;
  }
}
