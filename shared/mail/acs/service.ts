import type { EmailClient, EmailMessage, EmailSendOptionalParams } from '@azure/communication-email';
import { z } from 'zod';

import { toMs } from '../../calendar/instant.ts';
import { MailUncertain } from '../delivery/errors.ts';
import { clipped } from '../delivery/parameters.ts';
import { headersOf } from './headers.ts';
import { translate } from './errors.ts';
import type { MailOperation, MailService, OutgoingMail, SendIds } from '../delivery/port.ts';

type OnResponse = NonNullable<EmailSendOptionalParams['onResponse']>;

/** Azure Communication Services Email through its SDK, which must be set not to retry by itself. */
export function acsMailService(endpoint: string, load: () => Promise<EmailClient>): MailService {
  let client: Promise<EmailClient> | undefined;
  const connect = () =>
    (client ??= load().catch((error: unknown) => {
      client = undefined;
      throw error;
    }));

  return {
    async send(mail, ids, signal) {
      const heard = listen(ids.operationId);
      try {
        const emails = await connect();
        await emails.beginSend(toMessage(mail, ids), {
          operationId: ids.operationId,
          abortSignal: signal,
          onResponse: heard.onResponse,
          requestOptions: { customHeaders: repeatable(ids) },
        });
      } catch (error) {
        // The SDK asks for the operation right after it was accepted; that this failed changes nothing.
        if (!heard.accepted) throw translate(error);
      }
      if (!heard.accepted) throw new MailUncertain(misunderstood(heard.status));
      return heard.operation ?? { status: 'running' };
    },

    async find(operationId, signal) {
      const heard = listen(operationId);
      try {
        const emails = await connect();
        await emails.beginSend(unsent, {
          resumeFrom: resumeFrom(endpoint, operationId),
          abortSignal: signal,
          onResponse: heard.onResponse,
        });
      } catch (error) {
        if (heard.operation) return heard.operation;
        if (heard.status === 404) return undefined;
        throw translate(error);
      }
      if (!heard.operation) throw new MailUncertain(misunderstood(heard.status));
      return heard.operation;
    },
  };
}

function misunderstood(status: number | undefined): string {
  return `the mail service answered ${status ?? 'nothing'}, without an operation that could be read`;
}

/** What an answer has to say of an operation to be believed (`EmailSendResult` of the service's API). */
const told = z.object({
  id: z.string(),
  status: z.enum(['NotStarted', 'Running', 'Succeeded', 'Failed', 'Canceled']),
  error: z
    .object({ message: z.string(), code: z.string().optional().catch(undefined) })
    .nullish()
    .catch(undefined),
});

/**
 * What the service said, read off the raw answers: the SDK takes any 2xx for an acceptance, and its poller turns a
 * failed operation into an Error. A mail is accepted by a 202 that names the operation, and by nothing else.
 */
function listen(operationId: string) {
  const heard = {
    accepted: false,
    status: undefined as number | undefined,
    operation: undefined as MailOperation | undefined,
    onResponse: ((response) => {
      heard.status = response.status;
      const isPost = response.request.method === 'POST';
      if (response.status !== (isPost ? 202 : 200)) return;
      const said = told.safeParse(response.parsedBody);
      if (!said.success || said.data.id.toLowerCase() !== operationId) return;
      if (isPost) heard.accepted = true;
      const { status, error } = said.data;
      const detail = error ? { detail: clipped(error.message) } : {};
      const ofAddress = /suppressed/i.test(error?.code ?? '') ? { ofAddress: true as const } : {};
      heard.operation = { status: statuses[status], ...detail, ...ofAddress };
    }) satisfies OnResponse as OnResponse,
  };
  return heard;
}

const statuses = {
  NotStarted: 'running',
  Running: 'running',
  Succeeded: 'succeeded',
  Failed: 'failed',
  Canceled: 'canceled',
} as const;

function toMessage(mail: OutgoingMail, ids: SendIds): EmailMessage {
  return {
    senderAddress: mail.from,
    recipients: {
      to: mail.to.map((address) => ({ address })),
      ...(mail.cc?.length ? { cc: mail.cc.map((address) => ({ address })) } : {}),
    },
    ...(mail.replyTo === undefined ? {} : { replyTo: [{ address: mail.replyTo }] }),
    content: { subject: mail.subject, plainText: mail.text, html: mail.html },
    headers: headersOf(mail, ids),
    disableUserEngagementTracking: true,
  };
}

/** Repeatable Requests 1.0 (OASIS); the SDK for JavaScript does not send these by itself. */
function repeatable({ repeatabilityId, firstSentAt }: SendIds): Record<string, string> {
  return {
    'Repeatability-Request-ID': repeatabilityId,
    'Repeatability-First-Sent': new Date(toMs(firstSentAt)).toUTCString(),
  };
}

/** The SDK wants a message also where it only asks how an earlier one is doing. It is never sent. */
const unsent: EmailMessage = { senderAddress: '', recipients: {}, content: { subject: '', plainText: '' } };

const apiVersion = '2025-09-01';

/** The state that a poller for this operation would have kept (`poller.toString()`). */
function resumeFrom(endpoint: string, operationId: string): string {
  const base = endpoint.replace(/\/+$/, '');
  const operationLocation = `${base}/emails/operations/${operationId}?api-version=${apiVersion}`;
  return JSON.stringify({
    state: { status: 'running', config: { operationLocation, metadata: { mode: 'OperationLocation' } } },
  });
}
