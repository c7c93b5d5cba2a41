import type { WithMessage } from './events.ts';

/** The free text of a command, for an event. */
export function withMessage({ message }: { readonly message?: string | undefined }): WithMessage {
  return message === undefined ? {} : { message };
}
