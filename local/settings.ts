import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../shared/store/open.ts';

/** Secrets of one data folder: made once, readable by their owner only. */
export interface Secrets {
  acsKey: string;
  durableKey: string;
  functionKey: string;
  adminKey: string;
}

/** Makes the data folder if need be. */
export function openFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
}

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
    writeFileSync(file, JSON.stringify(fresh), { mode: 0o600 });
  }
  const kept = JSON.parse(readFileSync(file, 'utf8')) as Secrets;
  return {
    ...kept,
    functionKey: process.env['LOCAL_FUNCTION_KEY'] ?? kept.functionKey,
    adminKey: process.env['LOCAL_ADMIN_KEY'] ?? kept.adminKey,
  };
}

/** Puts settings into the environment where it does not have them yet. */
export function provide(settings: Record<string, string>): void {
  for (const [name, value] of Object.entries(settings)) process.env[name] ??= value;
}

/**
 * Opens the file of the cases once, so that one that cannot be read stops the start with a sentence that names it.
 * Another store is tried when it is first needed.
 */
export async function tryStore(): Promise<void> {
  if (process.env['CASE_STORE'] !== 'sqlite') return;
  const store = await openStore(process.env);
  await store.close();
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
      };
  return {
    CASE_STORE: 'sqlite',
    SQLITE_PATH: join(folder, 'cases.db'),
    ACS_CONNECTION_STRING: `endpoint=${origin}/local/acs/;accesskey=${acsKey}`,
    MAIL_FROM: 'support@caseclock.example',
    OPERATIONS_MAIL_TO: 'operations@caseclock.example',
    ALARM_EARLY_MS: '0',
    // On a clock that stands nobody waits for time, and who moves it looks at the mail right away.
    ...(isStanding ? { MAIL_PATIENCE_MS: '15000' } : {}),
    // One process owns the data folder: what an earlier run had claimed, nobody will go on with.
    SINGLE_PROCESS: 'true',
    IDENTITY_HOME_TENANT: 'operator',
    WEBSITE_HOSTNAME: new URL(origin).host,
    TASK_HUB: 'Local',
    ...identity,
  };
}
