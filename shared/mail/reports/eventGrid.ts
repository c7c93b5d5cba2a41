import { z } from 'zod';

import { clipped } from '../delivery/parameters.ts';
import type { DeliveryStatus } from '../../cases/index.ts';

/** What Event Grid delivers: its own schema, which is validated by an event instead of by OPTIONS. */
export const eventGridSchema = z
  .array(
    z.looseObject({
      id: z.string().max(200),
      eventType: z.string().max(200),
      data: z.unknown(),
    }),
  )
  .max(5000)
  .meta({ id: 'EventGridEvents', description: 'Events of Event Grid, in its own schema' });
export type EventGridEvent = z.output<typeof eventGridSchema>[number];

/** What became of a mail for one recipient. */
export interface DeliveryReport {
  readonly operationId: string;
  readonly recipient: string;
  readonly status: DeliveryStatus;
  readonly reason?: string;
  readonly internetMessageId?: string;
}

const statuses = {
  Delivered: 'delivered',
  Expanded: 'expanded',
  Suppressed: 'suppressed',
  Bounced: 'bounced',
  Quarantined: 'quarantined',
  FilteredSpam: 'filteredSpam',
  Failed: 'failed',
} as const satisfies Record<string, DeliveryStatus>;

const text = (most: number) => z.string().min(1).max(most);

/** `data` of `Microsoft.Communication.EmailDeliveryReportReceived`: what is read of it. */
const reportSchema = z.looseObject({
  messageId: text(100),
  recipient: text(320),
  status: z.enum(Object.keys(statuses) as [keyof typeof statuses, ...(keyof typeof statuses)[]]),
  deliveryStatusDetails: z
    .looseObject({ statusMessage: z.string().nullish() })
    .nullish()
    .catch(undefined),
  internetMessageId: text(998)
    .regex(/^[\x21-\x7e]+$/)
    .nullish()
    .catch(undefined),
});

const validationSchema = z.looseObject({ validationCode: text(200) });

/** The code that Event Grid wants back before it delivers anything; undefined: these are events. */
export function validationCode(events: readonly EventGridEvent[]): string | undefined {
  const asked = events.find(({ eventType }) => eventType === 'Microsoft.EventGrid.SubscriptionValidationEvent');
  return asked && validationSchema.safeParse(asked.data).data?.validationCode;
}

/** The report that an event holds; undefined where it is about something else, or says nothing that can be read. */
export function reportIn({ eventType, data }: EventGridEvent): DeliveryReport | undefined {
  if (eventType !== 'Microsoft.Communication.EmailDeliveryReportReceived') return undefined;
  const read = reportSchema.safeParse(data);
  if (!read.success) return undefined;
  const { messageId, recipient, status, deliveryStatusDetails, internetMessageId } = read.data;
  const reason = deliveryStatusDetails?.statusMessage;
  return {
    operationId: messageId.toLowerCase(),
    recipient,
    status: statuses[status],
    ...(reason ? { reason: clipped(reason) } : {}),
    ...(internetMessageId ? { internetMessageId } : {}),
  };
}
