import { createHmac, timingSafeEqual } from 'node:crypto';

import type { Case } from '../../cases/index.ts';
import type { LinkKeys } from './keys.ts';

/** What a mail waits for the customer's answer to; absent: it goes with the case as a whole. */
export type Asked = 'customerReply' | 'resolutionAcceptance';

/** What a link of a mail stands for. All of it is in the token, in clear, and signed. */
export interface MailLink {
  /** Of the key. */
  readonly version: string;
  readonly caseId: string;
  readonly mailId: string;
  readonly asked?: Asked;
  /** When the mail was asked for (ms): it belongs to a question that was put by then. */
  readonly since: number;
  /** In ms; not valid from then on. */
  readonly expires: number;
  /** Whom it was written to, as `contactMark` has it. */
  readonly contact: string;
}

const letters = { customerReply: 'q', resolutionAcceptance: 'p' } as const satisfies Record<Asked, string>;
const shape =
  /^([A-Za-z0-9]{1,8})\.([0-9A-Za-z-]{1,64})\.([0-9A-Za-z-]{1,32})\.([qpc])\.([0-9a-z]{1,10})\.([0-9a-z]{1,10})\.([\w-]{16})\.([\w-]{43})$/;

/** @throws RangeError where there is no key of its version. */
export function tokenOf(link: MailLink, keys: LinkKeys): string {
  const { version, caseId, mailId, asked, since, expires, contact } = link;
  const key = keys.byVersion.get(version);
  if (!key) throw new RangeError(`no link key of version ${version}`);
  const kind = asked ? letters[asked] : 'c';
  const signed = [version, caseId, mailId, kind, since.toString(36), expires.toString(36), contact].join('.');
  return `${signed}.${signature(key, signed)}`;
}

/** What a token stands for; undefined unless it was made here, whole and unchanged, with a key that is still kept. */
export function readToken(token: string, keys: LinkKeys): MailLink | undefined {
  const [, version = '', caseId = '', mailId = '', kind, since = '', expires = '', contact = '', given = ''] =
    shape.exec(token) ?? [];
  const key = keys.byVersion.get(version);
  if (!key) return undefined;
  const expected = Buffer.from(signature(key, token.slice(0, -given.length - 1)));
  if (!timingSafeEqual(expected, Buffer.from(given))) return undefined;
  const asked = kind === 'q' ? 'customerReply' : kind === 'p' ? 'resolutionAcceptance' : undefined;
  return {
    version,
    caseId,
    mailId,
    ...(asked ? { asked } : {}),
    since: parseInt(since, 36),
    expires: parseInt(expires, 36),
    contact,
  };
}

/**
 * Tells one contact from another without saying who it is: any change of its details makes another, and so does one
 * that is taken back.
 */
export function contactMark(
  { contactDetails, contactSince }: Pick<Case, 'contactDetails' | 'contactSince'>,
  version: string,
  keys: LinkKeys,
): string {
  const key = keys.byVersion.get(version);
  if (!key) throw new RangeError(`no link key of version ${version}`);
  const fields = Object.entries(contactDetails).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHmac('sha256', key)
    .update(`contact ${JSON.stringify(fields)}${contactSince === undefined ? '' : ` since ${contactSince}`}`)
    .digest()
    .subarray(0, 12)
    .toString('base64url');
}

function signature(key: Uint8Array, text: string): string {
  return createHmac('sha256', key).update(`link ${text}`).digest('base64url');
}
