import { toInstant, toMs, type Instant } from '../../calendar/index.ts';
import type { Policy } from '../../policy/index.ts';
import type { Recorder } from '../decide/recorder.ts';
import type { EventData } from '../model/events.ts';
import type { DeliveryStatus } from '../model/vocabulary.ts';
import { addressesOf, isOfAddress, lower } from './addresses.ts';
import { mailRepeated } from './request.ts';
import { reportUnreachable } from './unreachable.ts';
import { withdrawRepeats } from './withdraw.ts';

/** What became of a mail for one of those it went to. */
export interface MailReport {
  readonly attempt: number;
  readonly recipient: string;
  readonly status: DeliveryStatus;
  readonly reason?: string;
  readonly internetMessageId?: string;
}

const minute = 60_000;
const hour = 60 * minute;
/** How long (ms) after each fault that may pass the mail goes to that address again. */
const waits = [15 * minute, hour, 4 * hour, 12 * hour, 24 * hour] as const;

/**
 * Records what became of a mail that the service had accepted, `request` being what asked for it. A fault of an address
 * of the contact is known at once and told to operations, once for a contact (COM-1); one that may pass lets the mail go
 * to that address again. What concerns an address that the contact no longer has is recorded and nothing more.
 */
export function recordReport(
  record: Recorder,
  policy: Policy,
  request: EventData['mail.requested'],
  report: MailReport,
  asOf: Instant,
): void {
  const { mailId, kind, audience, again = 0 } = request;
  const { status, reason, ...told } = report;
  if (status === 'delivered' || status === 'expanded') {
    record.add('mail.delivered', { mailId, ...told, ...(status === 'expanded' ? { status } : {}) }, asOf);
    return;
  }
  const isOfContact =
    audience === 'customer' && addressesOf(record.existing).includes(lower(report.recipient));
  const bounced = { mailId, ...told, status, ...(reason === undefined ? {} : { reason }) };
  record.add('mail.bounced', bounced, asOf, audience === 'customer' ? ['COM-1'] : []);
  if (audience === 'customer' && !isOfContact) return;
  const { recipient } = report;
  if (isOfAddress(status)) withdrawRepeats(record, (address) => address === lower(recipient), asOf);
  const wait = status === 'failed' ? waits[again] : undefined;
  if (wait !== undefined) {
    const notBefore = toInstant(toMs(asOf) + wait);
    mailRepeated(record, request, { to: [recipient], again: again + 1, notBefore }, asOf);
    return;
  }
  reportUnreachable(record, policy, { audience, kind }, reason ? `${status}: ${reason}` : status, asOf);
}
