import type { Said } from './events.ts';

/** The free text of a command, for an event. */
export function said({ message }: { readonly message?: string | undefined }): Said {
  return message === undefined ? {} : { message };
}
