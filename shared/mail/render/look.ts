type Settings = Readonly<Record<string, string | undefined>>;

/** What mails of this deployment look like, and how their readers reach us. */
export interface MailLook {
  /** Whose support it is; without it each language's own word for support stands there. */
  readonly brand?: string;
  /** `#rrggbb`, on which white is readable. */
  readonly color: string;
  /** An https address of a picture. */
  readonly logo?: string;
  /** Instead of the language's own. */
  readonly signature?: string;
  readonly phone?: string;
  /** Where answers go. */
  readonly replyTo?: string;
  /** What goes there comes back to us, so that the address may say of which case it is. */
  readonly takesReplies?: true;
  /** Where customers reach the product: an origin, perhaps with a path, without a slash at its end. */
  readonly publicUrl?: string;
}

export const plainLook: MailLook = { color: '#0b5cad' };

/** @throws Error that says how to mend it, when a setting holds something else. */
export function mailLook(settings: Settings): MailLook {
  const brand = line(settings['MAIL_BRAND_NAME'], 60);
  const color = settings['MAIL_BRAND_COLOR']?.trim() || plainLook.color;
  if (!/^#[0-9a-f]{6}$/i.test(color)) throw new Error('MAIL_BRAND_COLOR must read #rrggbb.');
  const ratio = contrast(color, '#ffffff');
  if (ratio < 4.5)
    throw new Error(
      `MAIL_BRAND_COLOR ${color}: white on it has a contrast of ${ratio.toFixed(1)}, and 4.5 is the least that is readable (WCAG 2.2, 1.4.3). Choose a darker one.`,
    );
  const logo = settings['MAIL_BRAND_LOGO_URL']?.trim();
  if (logo && !isHttps(logo)) throw new Error('MAIL_BRAND_LOGO_URL must hold an https:// address.');
  const publicUrl = settings['PUBLIC_URL']?.trim().replace(/\/+$/, '');
  if (publicUrl && !isHttps(publicUrl) && !isLocal(publicUrl))
    throw new Error('PUBLIC_URL must hold the https:// address under which customers reach the product.');
  const signature = line(settings['MAIL_SIGNATURE'], 200);
  const phone = line(settings['MAIL_PHONE'], 60);
  const replyTo = settings['MAIL_REPLY_TO']?.trim();
  return {
    color: color.toLowerCase(),
    ...(brand ? { brand } : {}),
    ...(logo ? { logo } : {}),
    ...(signature ? { signature } : {}),
    ...(phone ? { phone } : {}),
    ...(replyTo ? { replyTo } : {}),
    ...(settings['MAIL_REPLIES_SECRET']?.trim() ? { takesReplies: true } : {}),
    ...(publicUrl ? { publicUrl } : {}),
  };
}

/** Octets before the `@` of an address at the most (RFC 5321, 4.5.3.1.1). */
const longestLocalPart = 64;

/** Where answers to mails of a case go: with its id after a plus (RFC 5233), where they come back to us. */
export function replyToOf({ replyTo = '', takesReplies }: MailLook, caseId: string): string {
  const at = replyTo.lastIndexOf('@');
  const local = `${replyTo.slice(0, at)}+${caseId}`;
  const isFit = local.length <= longestLocalPart && /^[0-9a-z]+$/.test(caseId);
  return takesReplies && isFit ? local + replyTo.slice(at) : replyTo;
}

function line(text: string | undefined, longest: number): string | undefined {
  return (
    text
      ?.replace(/[\p{Cc}\s]+/gu, ' ')
      .trim()
      .slice(0, longest) || undefined
  );
}

function isHttps(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === 'https:';
}

function isLocal(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'http:' && (hostname === 'localhost' || hostname === '127.0.0.1');
}

/** Contrast of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((from) => {
    const share = parseInt(color.slice(from, from + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
