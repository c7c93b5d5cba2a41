import { operationIdOf } from '../delivery/operationId.ts';
import type { OutgoingMail, SendIds } from '../delivery/port.ts';

/**
 * The headers of a mail beside those the service sets, the same for the same attempt. A `Message-ID` of its own for each
 * attempt, which an answer names; all mails of a case answer one that was never sent, so that mail programs show them
 * together (RFC 5322, 3.6.4); and nobody's program is to answer (RFC 3834).
 */
export function headersOf(
  mail: OutgoingMail,
  { operationId }: Pick<SendIds, 'operationId'>,
): Record<string, string> {
  const domain = mail.from.slice(mail.from.lastIndexOf('@') + 1);
  const thread = `<${operationIdOf(mail.caseId, 'm0', 0)}@${domain}>`;
  return {
    'x-caseclock-case': mail.caseId,
    'x-caseclock-kind': mail.kind,
    'x-caseclock-language': mail.language,
    'Auto-Submitted': 'auto-generated',
    'Message-ID': `<${operationId}@${domain}>`,
    'In-Reply-To': thread,
    References: thread,
  };
}
