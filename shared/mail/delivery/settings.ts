import type { EmailClientOptions } from '@azure/communication-email';
import { reachable, type Case, type CaseMail } from '../../cases/index.ts';
import { addressesIn, isAddress } from './address.ts';
import { acsMailService } from '../acs/service.ts';
import { isLoopback } from './loopback.ts';
import { mailLook, type MailLook } from '../render/look.ts';
import type { MailService } from './port.ts';

type PipelinePolicy = NonNullable<EmailClientOptions['additionalPolicies']>[number]['policy'];
type Settings = Readonly<Record<string, string | undefined>>;

/** Who mail comes from and where operations read theirs. */
export interface MailAddresses {
  readonly from: string;
  readonly operations: readonly string[];
  /** What its mails look like, and where answers go; absent: plainly, and nowhere. */
  readonly look?: MailLook;
}

/** @throws Error that says how to mend it, when a setting is missing or holds something else. */
export function mailAddresses(settings: Settings): MailAddresses {
  const from = required(settings, 'MAIL_FROM', 'a sender address of a domain linked to the ACS resource');
  const to = required(settings, 'OPERATIONS_MAIL_TO', 'the address that warnings and breaches go to');
  const operations = addressesIn(to);
  // Found at the start: a mistake here would show only when the first warning can't be sent.
  if (!isAddress(from)) throw new Error('MAIL_FROM must hold one mail address.');
  if (operations.length === 0 || !operations.every(isAddress))
    throw new Error('OPERATIONS_MAIL_TO must hold mail addresses with commas between them.');
  const look = mailLook(settings);
  if (look.replyTo !== undefined && !isAddress(look.replyTo))
    throw new Error('MAIL_REPLY_TO must hold one mail address.');
  return { from, operations, look };
}

/** Whom a mail goes to: all of them read the one mail. */
export function recipientOf(of: Case, mail: CaseMail, addresses: MailAddresses): readonly string[] {
  if (mail.channel) return [];
  if (mail.audience === 'customer' && !mail.again) return reachable(of, mail).slice(0, 1);
  return mail.to?.length ? [...new Set(mail.to)] : addresses.operations;
}

/** Who gets a copy of it: the further addresses of the contact that mail reaches, each once. */
export function copiesOf(of: Case, mail: CaseMail): readonly string[] {
  if (mail.audience !== 'customer' || mail.about.former || mail.again) return [];
  return reachable(of, mail).slice(1);
}

/**
 * The mail service of this deployment: `ACS_CONNECTION_STRING` when it is set, else `ACS_ENDPOINT` by managed
 * identity. The SDK is loaded and connects at the first mail.
 *
 * @throws Error that says how to mend it, when the settings are missing or wrong.
 */
export function openMailService(settings: Settings): MailService {
  const target = targetOf(settings);
  return acsMailService(target.endpoint, async () => {
    const { EmailClient } = await import('@azure/communication-email');
    const options = {
      // One call is one request: an attempt that nobody sees could not be counted, claimed or asked for.
      retryOptions: { maxRetries: 0 },
      allowInsecureConnection: isLoopback(new URL(target.endpoint)),
      additionalPolicies: [{ policy: below(target.endpoint), position: 'perCall' as const }],
    };
    const { origin } = new URL(target.endpoint);
    if (target.key !== undefined) return new EmailClient(origin, { key: target.key }, options);
    const { DefaultAzureCredential } = await import('@azure/identity');
    return new EmailClient(origin, new DefaultAzureCredential(), options);
  });
}

function targetOf(settings: Settings): { endpoint: string; key?: string } {
  const connection = settings['ACS_CONNECTION_STRING'];
  const endpoint = settings['ACS_ENDPOINT'];
  if (connection) {
    const [, address = '', key] = /^endpoint=([^;]+);accesskey=([^;]+);?$/i.exec(connection.trim()) ?? [];
    if (key === undefined)
      throw new Error(
        'ACS_CONNECTION_STRING must read endpoint=https://...;accesskey=... (Azure portal, Keys)',
      );
    return { endpoint: checked(address, 'ACS_CONNECTION_STRING'), key };
  }
  if (endpoint) return { endpoint: checked(endpoint, 'ACS_ENDPOINT') };
  throw new Error(
    'No mail service: set ACS_ENDPOINT to https://<resource>.communication.azure.com (with a managed identity that ' +
      'may send from it) or ACS_CONNECTION_STRING to a connection string of that resource.',
  );
}

function checked(text: string, setting: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url))) return url.href;
  throw new Error(`${setting} must hold an https:// address; plain http is for this machine only`);
}

/** The SDK takes an origin only. This puts its requests below the endpoint's path, before they are signed. */
function below(endpoint: string): PipelinePolicy {
  const prefix = new URL(endpoint).pathname.replace(/\/+$/, '');
  return {
    name: 'endpointPath',
    sendRequest(request, next) {
      const url = new URL(request.url);
      if (prefix && !url.pathname.startsWith(`${prefix}/`)) {
        url.pathname = prefix + url.pathname;
        request.url = url.href;
      }
      return next(request);
    },
  };
}

function required(settings: Settings, name: string, what: string): string {
  const value = settings[name]?.trim();
  if (!value) throw new Error(`${name} is not set: set it to ${what}.`);
  return value;
}
