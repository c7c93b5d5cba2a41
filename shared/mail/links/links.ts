import { toMs } from '../../calendar/index.ts';
import type { Case } from '../../cases/index.ts';
import type { CaseIdentity, ToldMail } from '../render/contents/index.ts';
import { languageFor } from '../render/language.ts';
import { mailLook } from '../render/look.ts';
import type { MailAction } from '../render/messages/schema.ts';
import { linkKeys, type LinkKeys } from './keys.ts';
import { contactMark, readToken, tokenOf, type Asked, type MailLink } from './token.ts';

/** How long (ms) a link holds after its mail was due to go. */
export const lifetime = 30 * 86_400_000;

/** The links of this deployment's mails. */
export interface MailLinks {
  /** The version of the key that mails asked for now are given. */
  readonly current: string;
  /** Where each action of a mail can be taken; undefined where it was asked for without a key, or that key is gone. */
  linkOf(of: CaseIdentity, mail: ToldMail): ((action: MailAction) => string) | undefined;
  read(token: string): MailLink | undefined;
  /** Whether the contact is the one that the link was made for. */
  isFor(link: MailLink, of: Pick<Case, 'contactDetails' | 'contactSince'>): boolean;
}

/**
 * Undefined where mails carry no links: without `LINK_KEYS` or `PUBLIC_URL`.
 *
 * @throws Error that says how to mend a setting.
 */
export function mailLinks(settings: Readonly<Record<string, string | undefined>>): MailLinks | undefined {
  const keys = linkKeys(settings);
  const { publicUrl } = mailLook(settings);
  return keys && publicUrl !== undefined ? linksAt(publicUrl, keys) : undefined;
}

export function linksAt(publicUrl: string, keys: LinkKeys): MailLinks {
  return {
    current: keys.current,
    linkOf(of, mail) {
      const version = mail.linkKey;
      // One to the former contact tells only that it is no contact any more.
      if (version === undefined || !keys.byVersion.has(version) || mail.about.former) return undefined;
      const told = { ...of, ...mail.toldAs };
      const asked = askedBy(mail);
      const since = toMs(mail.requestedAt);
      const link: MailLink = {
        version,
        caseId: of.id,
        mailId: mail.id,
        ...(asked ? { asked } : {}),
        since,
        expires: Math.max(since, mail.notBefore === undefined ? 0 : toMs(mail.notBefore)) + lifetime,
        contact: contactMark(mail.toldAs ?? of, version, keys),
      };
      // What stands behind # is sent to no server by the browser: no log, proxy or referrer sees it.
      const address = `${publicUrl}/mail#${languageFor(told, mail.audience)}.`;
      const token = tokenOf(link, keys);
      return (action) => `${address}${action}.${token}`;
    },
    read: (token) => readToken(token, keys),
    isFor: (link, of) => contactMark(of, link.version, keys) === link.contact,
  };
}

function askedBy({ kind, about }: ToldMail): Asked | undefined {
  if (kind === 'informationRequested') return 'customerReply';
  if (kind === 'resolutionProposed') return 'resolutionAcceptance';
  if (kind !== 'replyReminder') return undefined;
  return about.rules.includes('DG-4') ? 'resolutionAcceptance' : 'customerReply';
}

/** The question that a link belongs to, as the case still has it; undefined: it is answered, closed or replaced. */
export function questionOf({ clocks }: Case, { asked, since }: MailLink): Case['clocks'][number] | undefined {
  return clocks.find(
    ({ kind, stoppedAt, startedAt }) => kind === asked && stoppedAt === undefined && toMs(startedAt) <= since,
  );
}
