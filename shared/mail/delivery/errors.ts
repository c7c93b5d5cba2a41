/** The mail was refused and would be refused again: it has failed. */
export class MailRejected extends Error {
  override readonly name = 'MailRejected';
}

/** Nothing was sent, and a later attempt may succeed. */
export class MailUnavailable extends Error {
  override readonly name: string = 'MailUnavailable';
  /** Milliseconds the service asked to wait, as far as it is believed. */
  readonly retryAfter: number | undefined;
  /** False when the service failed halfway, so that it must be asked whether it kept the mail all the same. */
  readonly nothingRan: boolean;

  constructor(message: string, options: { cause?: unknown; retryAfter?: number; nothingRan?: boolean } = {}) {
    super(message, { cause: options.cause });
    this.retryAfter = options.retryAfter;
    this.nothingRan = options.nothingRan ?? true;
  }
}

/** The service takes no more mails for now: nothing is wrong with this one, and everybody has to slow down. */
export class MailThrottled extends MailUnavailable {
  override readonly name = 'MailThrottled';
}

/** The service no longer remembers requests first sent that long ago, and therefore refused this one. */
export class MailTooOld extends MailUnavailable {
  override readonly name = 'MailTooOld';
}

/** Whether the mail was accepted is not known: it may still be under way. */
export class MailUncertain extends Error {
  override readonly name = 'MailUncertain';
}
