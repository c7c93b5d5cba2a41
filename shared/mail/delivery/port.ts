import type { Claim } from './claim.ts';
import type { LaidOut, RenderedMail } from '../render/render.ts';

export interface OutgoingMail extends RenderedMail {
  readonly to: readonly string[];
  readonly cc?: readonly string[];
  readonly from: string;
  readonly replyTo?: string;
  /** `Message-ID`s of mails it follows, the latest last. */
  readonly follows?: readonly string[];
  readonly caseId: string;
  readonly kind: string;
}

/** What is posted to a channel of operations. */
export interface ChannelMessage extends LaidOut {
  readonly caseId: string;
  readonly mailId: string;
  readonly kind: string;
}

export type SendIds = Pick<Claim, 'operationId' | 'repeatabilityId' | 'firstSentAt'>;

/** What the mail service says of an operation: a mail it has accepted. */
export interface MailOperation {
  readonly status: 'running' | 'succeeded' | 'failed' | 'canceled';
  /** Why it failed. */
  readonly detail?: string;
  /** It failed because the service writes to none of its recipients. */
  readonly ofAddress?: true;
}

/** The port to what takes mails, or messages. Both calls ask exactly once: repeating is decided outside. */
export interface MailService<Outgoing = OutgoingMail> {
  /**
   * Resolves once the mail is accepted, with its operation as far as it is known.
   *
   * @throws MailRejected, MailUnavailable or MailUncertain.
   */
  send(mail: Outgoing, ids: SendIds, signal: AbortSignal): Promise<MailOperation>;
  /**
   * The operation under this id; undefined when the service knows none.
   *
   * @throws MailUnavailable or MailUncertain when the service can't be asked.
   */
  find(operationId: string, signal: AbortSignal): Promise<MailOperation | undefined>;
}
