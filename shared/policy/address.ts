import { z } from 'zod';

/** A label of a host name (RFC 1123), as it goes over the wire. */
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** RFC 5321: a path of 256 characters, without its angle brackets. */
const longest = 254;

/** The address with its domain in the form that goes over the wire (`müller.example` → `xn--mller-kva.example`). */
function wireAddress(text: string): string {
  const at = text.lastIndexOf('@');
  const domain = text.slice(at + 1);
  // ASCII is left as it is; what could mean more to a URL than a host name is left to be refused.
  if (at < 0 || /^\p{ASCII}*$/u.test(domain) || /[^\p{L}\p{M}\p{N}.\-。．｡]/u.test(domain)) return text;
  try {
    return `${text.slice(0, at)}@${new URL(`http://${domain}`).hostname}`;
  } catch {
    return text;
  }
}

/** What is wrong with an address, in its wire form; undefined: nothing. */
function addressFault(address: string): string | undefined {
  if (/[\r\n\t]/.test(address)) return 'must be a single line with one address';
  if (/[<>]/.test(address)) {
    return 'must be the address alone, without a name and angle brackets: `aiko@contoso.example`';
  }
  if (/[,;]/.test(address)) return 'must be one address: further ones have a place of their own';
  const at = address.lastIndexOf('@');
  if (at < 0) return 'has no `@`: an address looks like `aiko@contoso.example`';
  if (address.length > longest) return `is longer than ${longest} characters`;
  return localFault(address.slice(0, at)) ?? domainFault(address.slice(at + 1));
}

/** RFC 5322: `atext` in parts with dots between them. */
function localFault(local: string): string | undefined {
  if (local === '') return 'has nothing before the `@`';
  if (local.length > 64) return 'has more than 64 characters before the `@`';
  if (/\s/.test(local)) return 'has a space before the `@`: leave it out';
  if (/\P{ASCII}/u.test(local)) {
    return 'has letters outside of ASCII before the `@`, which mail servers do not all take: give another address';
  }
  if (/^\.|\.\.|\.$/.test(local)) return 'begins or ends with a dot before the `@`, or has two in a row';
  const odd = /[^A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]/.exec(local)?.[0];
  if (odd === undefined) return undefined;
  return `has a character before the \`@\` that is not allowed there: ${JSON.stringify(odd)}`;
}

function domainFault(domain: string): string | undefined {
  if (domain === '') return 'has nothing after the `@`';
  const labels = domain.toLowerCase().split('.');
  if (labels.includes('')) return 'begins or ends with a dot after the `@`, or has two in a row';
  if (labels.length < 2) {
    return `has no dot after the \`@\`: ${JSON.stringify(domain)} alone is no domain that mail reaches`;
  }
  const wrong = labels.find((one) => !label.test(one));
  if (wrong !== undefined) return `has what is no part of a domain after the \`@\`: ${JSON.stringify(wrong)}`;
  const top = labels.at(-1) ?? '';
  if (!/^([a-z]{2,63}|xn--[a-z0-9-]+)$/.test(top)) return `ends in \`.${top}\`, which is no top-level domain`;
  return undefined;
}

/** One e-mail address, kept as it goes over the wire. */
export const addressSchema = z
  .string()
  .trim()
  .overwrite(wireAddress)
  .superRefine((address, context) => {
    const message = addressFault(address);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  })
  .meta({ format: 'email', example: 'aiko@contoso.example' });
