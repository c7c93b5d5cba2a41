import { z } from 'zod';

import { problem } from '../http/problem.ts';
import type { MailStore } from './store.ts';

/** What is read of a message: the rest of it is shown as it came. */
const messageSchema = z.looseObject({
  text: z.string().optional(),
  attachments: z
    .array(z.looseObject({ content: z.looseObject({ fallbackText: z.string().optional() }) }))
    .optional(),
});

/** Stands in for the incoming webhook of a channel: what is posted is shown among the mails. */
export async function takeMessage(
  request: Request,
  name: string,
  store: MailStore,
  now: number,
): Promise<Response> {
  const given: unknown = await request.json().catch(() => undefined);
  const message = messageSchema.safeParse(given);
  if (!message.success) return problem(400, 'Not a message', 'Post what Teams or Slack takes.');
  const { text, attachments = [] } = message.data;
  const shown = JSON.stringify(given, null, 2);
  const header = (one: string) => request.headers.get(`x-caseclock-${one}`) ?? '';
  store.keep(
    {
      from: 'caseclock',
      to: `channel-${name}`,
      cc: '',
      language: 'en',
      subject: text ?? attachments[0]?.content.fallbackText ?? '',
      text: shown,
      html: `<pre>${shown.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</pre>`,
      caseId: header('case'),
      kind: header('kind'),
      sentAt: now,
    },
    `${header('case')} ${header('mail')}`,
  );
  return new Response('ok');
}
