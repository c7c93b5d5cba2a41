import type { Instant } from '../../calendar/instant.ts';
import type { WithMessage } from './message.ts';
import type { MailClaim, MailRequest } from './parts.ts';
import type { DeliveryStatus, FollowedStatus } from './vocabulary.ts';

/** What the mail service reports of a mail for one of its recipients. */
interface OfRecipient {
  readonly mailId: string;
  readonly attempt: number;
  readonly recipient: string;
  /** The `Message-ID` that the mail has got. */
  readonly internetMessageId?: string;
}

/** What each type of event about a mail carries. */
export interface MailEventData {
  'mail.requested': MailRequest & { readonly mailId: string };
  /** Precedes each POST to the mail service. */
  'mail.claimed': MailClaim & {
    readonly mailId: string;
    readonly attempt: number;
    /** An earlier claim on the same attempt was given up: the mail service is asked before anything is sent. */
    readonly takenOver?: true;
  };
  /** Accepted by the mail service. `running`: it was still at it, so that it is asked later how that ended. */
  'mail.sent': {
    readonly mailId: string;
    readonly attempt: number;
    readonly operationId: string;
    readonly running?: true;
  };
  /** The mail service was asked how a mail ended that it had accepted. */
  'mail.followed': {
    readonly mailId: string;
    readonly attempt: number;
    readonly status: FollowedStatus;
    readonly reason?: string;
  };
  'mail.deferred': {
    readonly mailId: string;
    readonly attempt: number;
    readonly reason: string;
    readonly retryAt: Instant;
    /** The mail service has judged the mail itself: only such attempts count towards the last. */
    readonly judged?: true;
  };
  /** Operations want a mail that has failed, or waits for another attempt, to be sent now. */
  'mail.retryRequested': WithMessage & { readonly mailId: string };
  /** It was not sent yet, and what it tells is no longer so. */
  'mail.withdrawn': { readonly mailId: string };
  'mail.failed': { readonly mailId: string; readonly attempt: number; readonly reason: string };
  /** It has reached the recipient's mail server; `expanded`: a list, which hands it on. */
  'mail.delivered': OfRecipient & { readonly status?: 'expanded' };
  /** It has not, or was put aside there. */
  'mail.bounced': OfRecipient & {
    readonly status: Exclude<DeliveryStatus, 'delivered' | 'expanded'>;
    readonly reason?: string;
  };
  /** A mail about the case that is no answer of its contact: who sent it, why it counts for nothing, what it says. */
  'reply.noted': {
    readonly messageId: string;
    readonly from: string;
    readonly why: 'automatic' | 'stranger' | 'notAuthentic' | 'empty' | 'notNow';
    readonly message?: string;
  };
}
