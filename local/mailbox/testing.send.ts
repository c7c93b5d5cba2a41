import { randomUUID } from 'node:crypto';
import { openMailService, type OutgoingMail } from '../../shared/mail/index.ts';

/** Sends one mail through the ACS SDK, outside of any case. */
export async function send(settings: Record<string, string>, mail: OutgoingMail): Promise<void> {
  const ids = {
    operationId: randomUUID(),
    repeatabilityId: randomUUID(),
    firstSentAt: new Date().toISOString(),
  };
  await openMailService(settings).send(mail, ids, AbortSignal.timeout(10_000));
}
