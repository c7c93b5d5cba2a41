import { randomUUID } from 'node:crypto';
import { z } from 'zod';

const reportStatuses = [
  'Delivered',
  'Expanded',
  'Suppressed',
  'Bounced',
  'Quarantined',
  'FilteredSpam',
  'Failed',
] as const;

/** `Dropped`: its operation fails, of which no report tells. */
export const outcomeStatuses = [...reportStatuses, 'Dropped'] as const;

/** What becomes of mail to an address; `*`: to any other. Without a status none is reported any more. */
export const outcomeSchema = z.strictObject({
  address: z.string().min(1).max(320),
  status: z.enum(outcomeStatuses).optional(),
  reason: z.string().max(10_000).optional(),
  /** So many mails; absent: all of them. */
  times: z.int().min(1).optional(),
});
export type MailOutcome = z.output<typeof outcomeSchema>;

/** A mail that was accepted. */
export interface Accepted {
  readonly operationId: string;
  readonly sender: string;
  readonly recipients: readonly string[];
  /** In ms. */
  readonly at: number;
}

/** Plays what becomes of mails after they were accepted, and tells it as Event Grid does. None is told at the start. */
export class Outcomes {
  readonly #outcomes = new Map<string, MailOutcome>();

  get all(): readonly MailOutcome[] {
    return [...this.#outcomes.values()];
  }

  set(outcome: MailOutcome): void {
    const key = outcome.address.toLowerCase();
    if (outcome.status === undefined) this.#outcomes.delete(key);
    else this.#outcomes.set(key, outcome);
  }

  /** Whether the operation of a mail to these fails: where that is what becomes of mail to one of them. */
  drops(recipients: readonly string[]): boolean {
    const keys = [...recipients.map((one) => one.toLowerCase()), '*'];
    const dropped = keys.find((key) => this.#outcomes.get(key)?.status === 'Dropped');
    if (dropped !== undefined) this.#take(dropped);
    return dropped !== undefined;
  }

  /** The events that are told of an accepted mail, one for each recipient of whom something is known. */
  eventsOf({ operationId, sender, recipients, at }: Accepted): readonly object[] {
    return recipients.flatMap((recipient) => {
      const outcome = this.#take(recipient.toLowerCase()) ?? this.#take('*');
      if (outcome?.status === undefined) return [];
      const time = new Date(at).toISOString();
      return [
        {
          id: randomUUID(),
          topic: '/subscriptions/local/providers/microsoft.communication/communicationservices/local',
          subject: `sender/${sender}/message/${operationId}`,
          data: {
            sender,
            recipient,
            messageId: operationId,
            internetMessageId: `<${operationId}@mail.local>`,
            status: outcome.status,
            deliveryStatusDetails: { statusMessage: outcome.reason ?? '' },
            deliveryAttemptTimeStamp: time,
          },
          eventType: 'Microsoft.Communication.EmailDeliveryReportReceived',
          dataVersion: '1.0',
          metadataVersion: '1',
          eventTime: time,
        },
      ];
    });
  }

  #take(key: string): MailOutcome | undefined {
    const outcome = this.#outcomes.get(key);
    if (outcome?.times !== undefined) {
      if (outcome.times > 1) this.#outcomes.set(key, { ...outcome, times: outcome.times - 1 });
      else this.#outcomes.delete(key);
    }
    return outcome;
  }
}
