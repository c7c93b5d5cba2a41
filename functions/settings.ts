import { Duration } from 'luxon';
import { z } from 'zod';

import type { SignIn } from '../shared/api/operations/signIn.ts';
import { tellings } from '../shared/engine/commit/lines.ts';
import { sweepSchedule } from './sweepSchedule.ts';

const ms = (fallback: number) => z.coerce.number().int().min(0).default(fallback);

/** A length of time as ISO 8601 writes it, in ms. */
const duration = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((text, context) => {
      const length = Duration.fromISO(text).toMillis();
      if (Number.isFinite(length) && length >= 0) return length;
      context.addIssue({ code: 'custom', message: 'must be a length of time, such as PT5S or P7D' });
      return z.NEVER;
    });

/** Every setting the functions read by themselves; store and mail read theirs. The README explains each. */
const settingsSchema = z.object({
  IDENTITY_ISSUER: z.url(),
  IDENTITY_AUDIENCE: z.string().min(1),
  IDENTITY_JWKS_URI: z.url(),
  IDENTITY_HOME_TENANT: z.string().min(1),
  ALARM_EARLY_MS: ms(1500),
  TICK_LATE_MS: ms(3000),
  MAIL_PATIENCE_MS: ms(500),
  MAIL_PER_MINUTE: z.coerce.number().int().min(0).default(30),
  MAIL_PER_HOUR: z.coerce.number().int().min(0).default(100),
  MAIL_REPORTS_APP_ID: z.string().optional(),
  MAIL_REPORTS_AUDIENCE: z.string().optional(),
  MAIL_REPLIES_SECRET: z.string().optional(),
  SWEEP_PERIOD_MS: ms(60_000).refine((period) => sweepSchedule(period) !== undefined, {
    message:
      'must be seconds that divide a minute, from 5000 on, or minutes that divide an hour, such as 15000',
  }),
  SWEEP_GRACE_MS: ms(60_000),
  SWEEP_BUDGET_MS: ms(45_000),
  SWEEP_PARALLEL: z.coerce.number().int().min(1).max(100).default(8),
  CLOCK_SKEW_LIMIT: duration('PT5S'),
  ALARM_HISTORY_KEPT: duration('P7D'),
  LOG_EVENTS: z.enum(tellings).default('milestones'),
  SINGLE_PROCESS: z.stringbool().default(false),
  OPS_SIGN_IN: z.enum(['entra', 'local']).default('entra'),
  OPS_CLIENT_ID: z.string().optional(),
  OPS_AUTHORITY: z.union([z.url(), z.literal('')]).optional(),
  OPS_SCOPE: z.string().optional(),
});

export type Settings = z.output<typeof settingsSchema>;

export function signInOf(settings: Settings): SignIn {
  const { OPS_SIGN_IN, OPS_CLIENT_ID: clientId, OPS_AUTHORITY, OPS_SCOPE } = settings;
  if (OPS_SIGN_IN === 'local') return { kind: 'local' };
  if (!clientId) return { kind: 'none' };
  return {
    kind: 'entra',
    clientId,
    // The issuer of tokens of version 2 is the authority with this at its end.
    authority:
      OPS_AUTHORITY ||
      settings.IDENTITY_ISSUER.replace(/\/v2\.0\/?$/, '').replace(
        '{tenantid}',
        settings.IDENTITY_HOME_TENANT,
      ),
    scope: OPS_SCOPE || `${settings.IDENTITY_AUDIENCE}/.default`,
  };
}

/** Throws an Error that names each setting that is missing or wrong. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const result = settingsSchema.safeParse(environment);
  if (result.success) return result.data;
  const wrong = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(
    `Settings to mend (see "Settings" in the README): ${wrong.join('; ')}. On Azure they are app settings, under Core Tools they stand in local.settings.json.`,
  );
}
