import { z } from 'zod';

/** The kinds of documents that operations keep. */
export type StoredKind = 'policyVersion' | 'calendar' | 'incident' | 'entitlement' | 'fanOut';

/** What a document says, or why this release cannot read it. */
export type Reading<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

type Fields = Readonly<Record<string, unknown>>;

/** Brings a document of one format to the next. What comes out is judged by the schema, so it need check nothing. */
export type Upcaster = (document: Fields) => Fields;

export interface DocumentForm<T> {
  readonly kind: StoredKind;
  /** The format that is written: one more than there are upcasters. */
  readonly format: number;
  readonly schema: z.ZodType<T>;
  read(body: unknown): Reading<T>;
  write(value: T): T & { readonly format: number };
}

/**
 * Documents that carry the format they were written in, `{ "format": 1, ... }`, and are brought up to what the
 * schema says now: `upcasters[n]` makes format n + 2 of format n + 1. A changed schema takes one more upcaster and
 * keeps a document of the new format beside the others (`fixtures/`).
 */
export function storedAs<T extends object>(
  kind: StoredKind,
  schema: z.ZodType<T>,
  upcasters: readonly Upcaster[] = [],
): DocumentForm<T> {
  const format = upcasters.length + 1;
  return {
    kind,
    format,
    schema,
    write: (value) => ({ ...value, format }),
    read(body) {
      const envelope = envelopeSchema.safeParse(body);
      if (!envelope.success) return { ok: false, reason: 'it does not say in which format it was written' };
      const { format: written, ...document } = envelope.data;
      if (written > format) {
        const reason = `it was written in format ${written}, this release reads up to ${format}: start the release that wrote it, or a newer one`;
        return { ok: false, reason };
      }
      const parsed = schema.safeParse(upcasters.slice(written - 1).reduce(upcast, document));
      return parsed.success
        ? { ok: true, value: parsed.data }
        : { ok: false, reason: reasonOf(written, parsed.error) };
    },
  };
}

const envelopeSchema = z.looseObject({ format: z.int().min(1) });
const upcast = (document: Fields, next: Upcaster): Fields => next(document);
const mostIssues = 3;

function reasonOf(format: number, { issues }: z.ZodError): string {
  const told = issues.slice(0, mostIssues).map(({ path, message }) => `/${path.join('/')} ${message}`);
  const more = issues.length > mostIssues ? ` and ${issues.length - mostIssues} more` : '';
  return `format ${format} is not read any more: ${told.join('; ')}${more}`;
}

/** A document that this release cannot read. Whatever rests on it waits; everything else goes on. */
export class UnreadableDocument extends Error {
  override readonly name = 'UnreadableDocument';
  readonly kind: StoredKind;
  readonly id: string;

  constructor(kind: StoredKind, id: string, reason: string) {
    super(`${kind} ${id} cannot be read: ${reason}`);
    this.kind = kind;
    this.id = id;
  }
}

/** What a document says. Throws `UnreadableDocument`. */
export function readOrThrow<T>(stored: DocumentForm<T>, id: string, body: unknown): T {
  const reading = stored.read(body);
  if (reading.ok) return reading.value;
  throw new UnreadableDocument(stored.kind, id, reading.reason);
}
