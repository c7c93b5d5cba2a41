import type { EmailClient, EmailMessage, EmailSendOptionalParams } from '@azure/communication-email';
import { toMs } from '../../calendar/instant.ts';
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
      const heard = listen();
      try {
        const emails = await connect();
        await emails.beginSend(toMessage(mail), {
          operationId: ids.operationId,
          abortSignal: signal,
          onResponse: heard.onResponse,
          requestOptions: { customHeaders: repeatable(ids) },
        });
      } catch (error) {
        // The SDK asks for the operation right after it was accepted; that this failed changes nothing.
        if (!heard.accepted) throw translate(error);
      }
      return heard.operation ?? { status: 'running' };
    },

    async find(operationId, signal) {
      const heard = listen();
      try {
        const emails = await connect();
        const poller = await emails.beginSend(unsent, {
          resumeFrom: resumeFrom(endpoint, operationId),
          abortSignal: signal,
          onResponse: heard.onResponse,
        });
        return heard.operation ?? { status: statusOf(poller.getOperationState().status) };
      } catch (error) {
        if (heard.operation) return heard.operation;
        if (heard.status === 404) return undefined;
        throw translate(error);
      }
    },
  };
}

/** What the service said, read off the raw answers: the SDK's poller turns a failed operation into an Error. */
function listen() {
  const heard = {
    accepted: false,
    status: undefined as number | undefined,
    operation: undefined as MailOperation | undefined,
    onResponse: ((response) => {
      heard.status = response.status;
      if (response.status < 200 || response.status > 299) return;
      heard.accepted = true;
      const body = response.parsedBody as { status?: string; error?: { message?: string } } | undefined;
      if (body?.status === undefined) return;
      const detail = body.error?.message;
      heard.operation = { status: statusOf(body.status), ...(detail ? { detail } : {}) };
    }) satisfies OnResponse as OnResponse,
  };
  return heard;
}

function statusOf(text: string): MailOperation['status'] {
  switch (text.toLowerCase()) {
    case 'succeeded':
      return 'succeeded';
    case 'failed':
      return 'failed';
    case 'canceled':
    case 'cancelled':
      return 'canceled';
    default:
      return 'running';
  }
}

function toMessage(mail: OutgoingMail): EmailMessage {
  return {
    senderAddress: mail.from,
    recipients: {
      to: mail.to.map((address) => ({ address })),
      ...(mail.cc?.length ? { cc: mail.cc.map((address) => ({ address })) } : {}),
    },
    content: { subject: mail.subject, plainText: mail.text, html: mail.html },
    headers: {
      'x-caseclock-case': mail.caseId,
      'x-caseclock-kind': mail.kind,
      'x-caseclock-language': mail.language,
    },
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
