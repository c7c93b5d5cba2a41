import { MailThrottled, MailUnavailable } from '../delivery/errors.ts';
import type { ChannelMessage, MailOperation, MailService } from '../delivery/port.ts';
import { retryAfterOf } from '../delivery/retryAfter.ts';
import type { Channel } from '../../policy/index.ts';
import { slackMessage } from './slack.ts';
import { teamsMessage } from './teams.ts';

const shapes = { teams: teamsMessage, slack: slackMessage } as const satisfies Record<
  Channel['shape'],
  unknown
>;

/** Bytes of an answer that are looked at. */
const mostRead = 1000;

/** Answers about the message itself. Any other may be mended outside of it. */
const judging: readonly number[] = [400, 413, 415, 422];

/**
 * An incoming webhook. It cannot be asked for what it has taken, so a message that may have been taken is posted again:
 * at least once, and as long as it takes. Nothing that it answers or that goes wrong is told with its address, which is a secret.
 */
export function webhook(
  { shape }: Channel,
  address: URL | undefined,
  missing: string,
): MailService<ChannelMessage> {
  return {
    async send(message, _ids, signal) {
      if (!address) throw new MailUnavailable(missing);
      let answer: Response;
      try {
        answer = await fetch(address, {
          method: 'POST',
          // Whoever may redirect it could have it posted anywhere.
          redirect: 'manual',
          headers: {
            'content-type': 'application/json',
            'x-caseclock-case': message.caseId,
            'x-caseclock-mail': message.mailId,
            'x-caseclock-kind': message.kind,
          },
          body: JSON.stringify(shapes[shape](message)),
          signal,
        });
      } catch (error) {
        // What Node says is no cause to keep: it names the address.
        throw new MailUnavailable(
          `the channel cannot be reached (${signal.aborted ? 'no answer in time' : codeOf(error)})`,
        );
      }
      return outcomeOf(answer);
    },
    // It cannot be asked.
    find: () => Promise.resolve(undefined),
  };
}

async function outcomeOf(answer: Response): Promise<MailOperation> {
  const { status } = answer;
  if (answer.ok) {
    await answer.body?.cancel().catch(() => undefined);
    return { status: 'succeeded' };
  }
  const word = await wordIn(answer);
  const said = `the channel answered ${status}${word === '' ? '' : ` ${word}`}`;
  if (judging.includes(status)) return { status: 'failed', detail: said };
  const retryAfter = retryAfterOf(answer.headers);
  const asked = retryAfter === undefined ? {} : { retryAfter };
  throw status === 429 ? new MailThrottled(said, asked) : new MailUnavailable(said, asked);
}

/** Slack says in one word what is wrong. Whatever else stands in an answer may hold the address. */
async function wordIn({ body }: Response): Promise<string> {
  const reader = body?.getReader();
  if (!reader) return '';
  try {
    const first = (await reader.read()) as { readonly value?: Uint8Array };
    const text = new TextDecoder().decode(first.value?.subarray(0, mostRead)).trim();
    return /^[a-z_]{2,40}$/.test(text) ? text : '';
  } catch {
    return '';
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** The code of what Node says, whose texts name the host. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : 'no connection';
}
