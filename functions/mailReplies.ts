import { endpoints } from '../shared/api/endpoints.ts';
import { Problem } from '../shared/api/input/problem.ts';
import { takeReply } from '../shared/engine/mail/replies.ts';
import { isSigned } from '../shared/mail/index.ts';
import { repliesSecret } from './composition.ts';
import { serveService } from './http.ts';

serveService(endpoints.takeMailReply, async ({ request, ports, alarms, read }) => {
  const reply = await read((text) => {
    const secret = repliesSecret();
    if (secret && isSigned(secret, request.headers, text, ports.wallClock.now())) return;
    throw new Problem(
      401,
      'signature.invalid',
      'Sign the body as Standard Webhooks says, with the secret that `MAIL_REPLIES_SECRET` holds: `webhook-id`, `webhook-timestamp` (not more than five minutes ago) and `webhook-signature`.',
    );
  });
  return { status: 200, body: { outcome: await takeReply(ports, alarms, reply) } };
});
