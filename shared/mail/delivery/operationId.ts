import { createHash } from 'node:crypto';

/** What an operation id says of the mail that it is about, as far as it says so. */
export interface NamedOperation {
  /** How the id of the case begins. */
  readonly idPrefix: string;
  /** Of the event that asks for the mail. */
  readonly sequence: number;
  readonly attempt: number;
}

/** Crockford's base32, in which the ids of cases are written. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const digits = 9;
const prefixOfId = new RegExp(`^[${alphabet}]{${digits}}`);

/**
 * The id under which the mail service knows an attempt at a mail: the same whoever derives it. It says how the case's
 * id begins, which event asks for the mail and which attempt it is, so that a report about it finds its way without
 * anything being kept; the rest is a hash of all three. The form is that of a UUID of version 4.
 */
export function operationIdOf(caseId: string, mailId: string, attempt: number): string {
  const bytes = createHash('sha256')
    .update(JSON.stringify([caseId, mailId, attempt, 'operation']))
    .digest()
    .subarray(0, 16);
  const prefix = prefixOfId.exec(caseId)?.[0];
  if (prefix !== undefined) bytes.writeUIntBE(valueOf(prefix) * 8 + (bytes.readUInt8(5) & 7), 0, 6);
  const sequence = Number(/^m(\d+)$/.exec(mailId)?.[1] ?? 0);
  bytes.writeUIntBE(Math.min(sequence, 0xffffff), 9, 3);
  bytes.writeUInt16BE(Math.min(attempt, 0xffff), 12);
  return uuidOf(bytes);
}

/** What an id says that `operationIdOf` may have given; whether it did is for who derives it again. */
export function readOperationId(id: string): NamedOperation | undefined {
  if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id)) return undefined;
  const bytes = Buffer.from(id.replaceAll('-', ''), 'hex');
  let value = Math.floor(bytes.readUIntBE(0, 6) / 8);
  let idPrefix = '';
  for (let digit = 0; digit < digits; digit += 1) {
    idPrefix = `${alphabet[value % 32] ?? ''}${idPrefix}`;
    value = Math.floor(value / 32);
  }
  return { idPrefix, sequence: bytes.readUIntBE(9, 3), attempt: bytes.readUInt16BE(12) };
}

function valueOf(text: string): number {
  return Array.from(text).reduce((sum, one) => sum * 32 + alphabet.indexOf(one), 0);
}

/** The bits that say version 4 are set: Repeatable Requests (OASIS, 1.0) asks for it. */
export function uuidOf(bytes: Buffer): string {
  const own = Buffer.from(bytes.subarray(0, 16));
  own.writeUInt8((own.readUInt8(6) & 0x0f) | 0x40, 6);
  own.writeUInt8((own.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = own.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}
