type Settings = Readonly<Record<string, string | undefined>>;

/** The keys that links are signed with, by version. */
export interface LinkKeys {
  /** The one that new links get. */
  readonly current: string;
  readonly byVersion: ReadonlyMap<string, Uint8Array>;
}

const leastBytes = 32;

/**
 * `LINK_KEYS`: `v2:<base64>,v1:<base64>`, the current one first. Undefined where it is not set: then mails carry no
 * links.
 *
 * @throws Error that says how to mend it, without what it holds.
 */
export function linkKeys(settings: Settings): LinkKeys | undefined {
  const text = settings['LINK_KEYS']?.trim();
  if (!text) return undefined;
  const keys = text.split(',').map((one) => /^([A-Za-z0-9]{1,8}):([\w+/-]+={0,2})$/.exec(one.trim()));
  const byVersion = new Map(
    keys.flatMap((key) => (key?.[1] && key[2] ? [[key[1], Buffer.from(key[2], 'base64')] as const] : [])),
  );
  const current = keys[0]?.[1];
  const areLong = [...byVersion.values()].every(({ length }) => length >= leastBytes);
  if (current === undefined || byVersion.size !== keys.length || !areLong)
    throw new Error(
      `LINK_KEYS must read v1:<key> or v2:<key>,v1:<key>, the newest first: each version of 1 to 8 letters and digits, each key of ${leastBytes} random bytes or more in base64 (openssl rand -base64 ${leastBytes}).`,
    );
  return { current, byVersion };
}
