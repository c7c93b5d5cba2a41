import type { Instant } from '../calendar/index.ts';
import type { Recorder } from './recorder.ts';
import type { MailAudience, MailKind } from './vocabulary.ts';

/** Asks for one mail. Its id is the sequence of the asking event, so that a replay asks for the same one. */
export function requestMail(
  record: Recorder,
  kind: MailKind,
  audience: MailAudience,
  asOf: Instant,
  rules: readonly string[],
  about: { readonly clockId?: string; readonly percent?: number } = {},
): void {
  record.add('mail.requested', { mailId: `m${record.nextSequence}`, kind, audience, ...about }, asOf, rules);
}
