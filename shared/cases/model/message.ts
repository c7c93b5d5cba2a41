import type { MailKind } from './vocabulary.ts';

/** A free text that a caller may always add. */
export interface WithMessage {
  readonly message?: string;
  /** A mail of this kind was not asked for: the customer's side has caused too many. */
  readonly mailWithheld?: MailKind;
}

/** The free text of a command, for an event. */
export function withMessage({ message }: { readonly message?: string | undefined }): WithMessage {
  return message === undefined ? {} : { message };
}
