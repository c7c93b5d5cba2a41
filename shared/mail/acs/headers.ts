import { operationIdOf } from '../delivery/operationId.ts';
import type { OutgoingMail, SendIds } from '../delivery/port.ts';

/**
 * The headers of a mail beside those the service sets, the same for the same attempt. A `Message-ID` of its own for each
 * attempt, which an answer names; all mails of a case refer to one that was never sent, and to those that the recipient is
 * known to have got, under whatever `Message-ID` the service gave them, so that mail programs show them together (RFC
 * 5322, 3.6.4); and nobody's program is to answer (RFC 3834).
 */
export function headersOf(
  mail: OutgoingMail,
  { operationId }: Pick<SendIds, 'operationId'>,
): Record<string, string> {
  const { follows = [] } = mail;
  const domain = mail.from.slice(mail.from.lastIndexOf('@') + 1);
  const thread = `<${operationIdOf(mail.caseId, 'm0', 0)}@${domain}>`;
  return {
    'x-caseclock-case': mail.caseId,
    'x-caseclock-kind': mail.kind,
    'x-caseclock-language': mail.language,
    'Auto-Submitted': 'auto-generated',
    'Message-ID': `<${operationId}@${domain}>`,
    'In-Reply-To': follows.at(-1) ?? thread,
    References: [thread, ...follows].join(' '),
  };
}
