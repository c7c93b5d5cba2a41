import { z } from 'zod';

import { readReference } from '../../cases/index.ts';

const address = z.string().max(320);
const messageId = z.string().max(998);
const verdict = z
  .string()
  .max(40)
  .transform((text) => text.trim().toLowerCase());

/** A mail that somebody has sent to us, as an inbound mail service hands it over. */
export const replySchema = z
  .strictObject({
    messageId: messageId
      .min(1)
      .meta({ description: 'Its `Message-ID`: a mail that comes twice is taken once' }),
    from: address.min(3).meta({ description: 'The address in its `From`, without a name' }),
    to: z.array(address).min(1).max(50).meta({ description: 'The addresses it went to, without names' }),
    subject: z.string().max(2000).default(''),
    text: z.string().max(200_000).default('').meta({ description: 'Its plain text, with what it quotes' }),
    inReplyTo: messageId.optional(),
    references: z.array(messageId).max(100).optional(),
    headers: z.record(z.string().max(200), z.string().max(4000)).default({}).meta({
      description: 'Its other headers; read are Auto-Submitted, X-Autoreply, X-Autorespond and Precedence',
    }),
    returnPath: z
      .string()
      .max(320)
      .optional()
      .meta({ description: 'The sender of the envelope; empty for what nobody is to answer' }),
    authentication: z
      .strictObject({ dmarc: verdict, spf: verdict.optional(), dkim: verdict.optional() })
      .meta({
        description: 'What the service found out about the sender (RFC 8601): `pass`, `fail`, `none`, ...',
      }),
  })
  .meta({ id: 'MailReply' });
export type Reply = z.output<typeof replySchema>;

/**
 * Whether a program has sent it by itself (RFC 3834): an out-of-office note, a receipt, a bounce. None of these says
 * that somebody has read anything.
 */
export function isAutomatic({ headers, returnPath }: Pick<Reply, 'headers' | 'returnPath'>): boolean {
  const named = new Map(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value.trim().toLowerCase()]),
  );
  const submitted = named.get('auto-submitted');
  if (submitted !== undefined && !/^no\b/.test(submitted)) return true;
  if (['x-autoreply', 'x-autorespond'].some((name) => !['no', undefined].includes(named.get(name))))
    return true;
  if (/^(bulk|junk|list|auto_reply)\b/.test(named.get('precedence') ?? '')) return true;
  return returnPath !== undefined && /^\s*(<\s*>)?\s*$/.test(returnPath);
}

/**
 * Whether the address in `From` may be believed: DMARC says so, or where its domain has no policy, SPF or DKIM does.
 */
export function isAuthentic({ dmarc, spf, dkim }: Reply['authentication']): boolean {
  if (dmarc === 'pass') return true;
  return !['fail', 'temperror', 'permerror'].includes(dmarc) && (spf === 'pass' || dkim === 'pass');
}

const uuid = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/gi;

/** What a reply may be found by, the surest first. */
export interface ReplyClues {
  /** Operations that its threading headers may name. */
  readonly operationIds: readonly string[];
  /** Case ids in the addresses it went to, after a plus. */
  readonly tokens: readonly string[];
  /** How the ids begin of cases whose reference stands in its subject. */
  readonly idPrefixes: readonly string[];
}

export function cluesOf({ inReplyTo = '', references = [], to, subject }: Reply): ReplyClues {
  const named = [inReplyTo, ...references.toReversed()].flatMap((text) => text.match(uuid) ?? []);
  const words = subject.match(/[\dA-Z]{4}-[\dA-Z]{4}-[\dA-Z]{4}/gi) ?? [];
  return {
    operationIds: unique(named.map((id) => id.toLowerCase())).slice(0, 20),
    tokens: unique(to.flatMap((one) => /\+([\da-z]{26})@/i.exec(one)?.[1]?.toLowerCase() ?? [])),
    idPrefixes: unique(words.flatMap((word) => prefixIn(word))).slice(0, 5),
  };
}

function prefixIn(word: string): readonly string[] {
  const read = readReference(word);
  return typeof read === 'object' ? [read.idPrefix] : [];
}

function unique(all: readonly string[]): readonly string[] {
  return [...new Set(all)];
}
