import {
  MailRejected,
  MailThrottled,
  MailTooOld,
  MailUnavailable,
  MailUncertain,
} from '../delivery/errors.ts';
import { clipped } from '../delivery/parameters.ts';
import { retryAfterOf } from '../delivery/retryAfter.ts';

/** What is read of the SDK's `RestError` and of the errors of Node and of `@azure/identity`. */
interface Failure {
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
  readonly statusCode?: number;
  readonly response?: { readonly headers: { get(name: string): string | undefined } };
}

// Raised while connecting: no request has left the machine.
const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

// @azure/identity: without a token nothing was sent.
const noToken =
  /^(CredentialUnavailableError|AuthenticationError|AggregateAuthenticationError|AuthenticationRequiredError)$/;

/** An error of the ACS SDK as one of ours, with the original as `cause`. */
export function translate(error: unknown): MailRejected | MailUnavailable | MailUncertain {
  const failure: Failure = typeof error === 'object' && error !== null ? error : {};
  if (failure.statusCode !== undefined) return byStatus(failure.statusCode, failure, error);
  const code = failure.code ?? failure.name ?? 'unknown error';
  if (failure.code !== undefined && neverConnected.has(failure.code))
    return new MailUnavailable(`the mail service can't be reached (${code})`, { cause: error });
  if (failure.name !== undefined && noToken.test(failure.name))
    return new MailUnavailable(`no access token for the mail service (${code}): ${advice}`, { cause: error });
  return new MailUncertain(`the connection to the mail service broke (${code})`, { cause: error });
}

const advice = 'check ACS_ENDPOINT and the role of the identity on that resource, or ACS_CONNECTION_STRING';

function byStatus(status: number, failure: Failure, cause: unknown) {
  const said = `the mail service answered ${status}${failure.code ? ` ${clipped(failure.code)}` : ''}`;
  const retryAfter = failure.response && retryAfterOf(failure.response.headers);
  const options = { cause, ...(retryAfter === undefined ? {} : { retryAfter }) };
  switch (status) {
    case 401:
    case 403:
    case 404:
      return new MailUnavailable(`${said}: ${advice}`, options);
    case 409:
      return new MailUncertain(`${said}: an earlier request for this mail is still in flight`, { cause });
    case 412:
      return new MailTooOld(`${said}: it no longer remembers when this mail was first sent`, options);
    case 408:
      return new MailUnavailable(said, options);
    case 429:
      return new MailThrottled(said, options);
    case 502:
    case 504:
      return new MailUncertain(said, { cause });
    default:
      // No error by its status, and yet nothing that could be read.
      if (status < 400) return new MailUncertain(`${said}, which could not be read`, { cause });
      if (status >= 500) return new MailUnavailable(said, { ...options, nothingRan: false });
      if (isJudged(status, failure))
        return new MailRejected(clipped(failure.message ? `${said}: ${failure.message}` : said), { cause });
      return new MailUnavailable(said, options);
  }
}

/**
 * Whether the service has judged the mail or its recipients. A 400 without a code of its own comes from something in
 * between, and one about who sends is our own fault.
 */
function isJudged(status: number, { code = '' }: Failure): boolean {
  if (code === '' || ![400, 413, 415, 422].includes(status)) return false;
  return !/sender|domain/i.test(code) || /recipient/i.test(code);
}
