import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { holdFile } from './file.ts';
import { reportingApp } from './mailbox/reporter.ts';
import { openStore } from '../shared/store/open.ts';

const key = z.string().min(16);

/** Secrets of one data folder: made once, readable by their owner only. */
const secretsSchema = z.object({ acsKey: key, durableKey: key, functionKey: key, adminKey: key });
export type Secrets = z.output<typeof secretsSchema>;

/** Makes the data folder if need be. */
export function openFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
}

/** @throws Error that names the file where it cannot be read. */
export function readSecrets(folder: string): Secrets {
  const file = join(folder, 'secrets.json');
  if (!existsSync(file)) {
    const key = () => randomBytes(32).toString('base64url');
    const fresh: Secrets = {
      acsKey: randomBytes(32).toString('base64'),
      durableKey: key(),
      functionKey: key(),
      adminKey: key(),
    };
    writeSecret(file, JSON.stringify(fresh));
  }
  const kept = readKept(file, secretsSchema);
  return {
    ...kept,
    functionKey: process.env['LOCAL_FUNCTION_KEY'] ?? kept.functionKey,
    adminKey: process.env['LOCAL_ADMIN_KEY'] ?? kept.adminKey,
  };
}

/** Writes a file that its owner alone may read, whole or not at all. */
export function writeSecret(file: string, text: string): void {
  const draft = `${file}.draft`;
  writeFileSync(draft, text, { mode: 0o600, flush: true });
  renameSync(draft, file);
}

/**
 * What a file of the data folder says, as `schema` has it. Only its owner may read it from then on.
 * @throws Error that names the file where it is damaged.
 */
export function readKept<S extends z.ZodType>(file: string, schema: S): z.output<S> {
  try {
    chmodSync(file, 0o600);
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new Error(`${file} cannot be read: put it back as it was, or begin with another data folder.`, {
      cause,
    });
  }
}

/**
 * The key of the links in mails, made once for a data folder.
 * @throws Error that names the file where it cannot be read.
 */
function readLinkKey(folder: string): string {
  const file = join(folder, 'links.json');
  if (!existsSync(file)) writeSecret(file, JSON.stringify({ key: randomBytes(32).toString('base64') }));
  return readKept(file, z.object({ key })).key;
}

/** Puts settings into the environment where it does not have them yet. */
export function provide(settings: Record<string, string>): void {
  for (const [name, value] of Object.entries(settings)) process.env[name] ??= value;
}

/**
 * Holds the file of the cases for this process and opens it once, so that one that cannot be read, or that another
 * process has, stops the start with a sentence that names it. Another store is tried when it is first needed.
 * Returns what lets the file go.
 */
export async function tryStore(): Promise<() => void> {
  const { CASE_STORE: kind, SQLITE_PATH: path } = process.env;
  if (kind !== 'sqlite' || !path) return () => undefined;
  const letGo = holdFile(path);
  try {
    const store = await openStore(process.env);
    await store.close();
    return letGo;
  } catch (error) {
    letGo();
    throw error;
  }
}

/** The Values of a local.settings.json, without the empty ones: those are left to their defaults. */
export function readSettingsFile(file: string): Record<string, string> {
  const { Values = {} } = JSON.parse(readFileSync(file, 'utf8')) as { Values?: Record<string, unknown> };
  return Object.fromEntries(
    Object.entries(Values).flatMap(([name, value]) => (value === '' ? [] : [[name, String(value)]])),
  );
}

/** What the product is set to on one machine. */
export function productSettings(
  origin: string,
  folder: string,
  acsKey: string,
  isStanding: boolean,
): Record<string, string> {
  const identity = process.env['IDENTITY_ISSUER']
    ? {}
    : {
        IDENTITY_ISSUER: `${origin}/local`,
        IDENTITY_AUDIENCE: 'caseclock',
        IDENTITY_JWKS_URI: `${origin}/local/jwks.json`,
        OPS_SIGN_IN: 'local',
      };
  return {
    CASE_STORE: 'sqlite',
    SQLITE_PATH: join(folder, 'cases.db'),
    ACS_CONNECTION_STRING: `endpoint=${origin}/local/acs/;accesskey=${acsKey}`,
    MAIL_FROM: 'support@caseclock.example',
    OPERATIONS_MAIL_TO: 'operations@caseclock.example',
    ALARM_EARLY_MS: '0',
    TICK_LATE_MS: '300',
    // The mailbox takes as many as it is set to, and says so.
    MAIL_REPORTS_APP_ID: reportingApp,
    // The mailbox shows what is posted there, once a policy names them.
    CHANNEL_TEAMS: `${origin}/local/channels/teams`,
    CHANNEL_SLACK: `${origin}/local/channels/slack`,
    PUBLIC_URL: origin,
    LINK_KEYS: `v1:${readLinkKey(folder)}`,
    MAIL_PER_MINUTE: '0',
    MAIL_PER_HOUR: '0',
    // On a clock that stands nobody waits for time, and who moves it looks at the mail right away.
    ...(isStanding ? { MAIL_PATIENCE_MS: '15000' } : {}),
    // One process owns the data folder: what an earlier run had claimed, nobody will go on with.
    SINGLE_PROCESS: 'true',
    STOP_IF_NOT_SET_UP: 'true',
    IDENTITY_HOME_TENANT: 'operator',
    WEBSITE_HOSTNAME: new URL(origin).host,
    TASK_HUB: 'Local',
    ...identity,
  };
}
