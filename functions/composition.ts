import { randomBytes } from 'node:crypto';

import { BoundedLog } from '../shared/boundedLog.ts';
import { hostClock, systemClock } from '../shared/clock.ts';
import { channelStates } from '../shared/engine/alarm/channelStates.ts';
import { calendarBook } from '../shared/engine/calendars/book.ts';
import { caseIdFrom } from '../shared/engine/commands/idempotency.ts';
import { linesOf } from '../shared/engine/commit/lines.ts';
import { policyBook } from '../shared/engine/policies/book.ts';
import type { Ports } from '../shared/engine/ports.ts';
import { remembered } from '../shared/engine/documents/remembered.ts';
import { unreadableDocuments, type UnreadDocument } from '../shared/engine/documents/unreadable.ts';
import { tokenVerifier } from '../shared/identity/tokens.ts';
import {
  channels,
  mailAddresses,
  MailGate,
  mailLinks,
  openMailService,
  plainLook,
  type MailLook,
} from '../shared/mail/index.ts';
import type { Policies } from '../shared/policy/index.ts';
import { openStore } from '../shared/store/open.ts';
import { observe } from '../shared/telemetry/observed.ts';
import { logRecord } from '../shared/telemetry/telemetry.ts';
import { readSettings, signInOf } from './settings.ts';

/** Something is missing or wrong in the settings; the message says what, for whoever operates the product. */
export class NotSetUp extends Error {}

/** This run of this process. */
const owner = caseIdFrom(randomBytes(16));

/** A fault that lasts says the same for each case and each minute. */
const warnings = new BoundedLog(
  (line) => {
    console.warn(line);
  },
  () => systemClock.now(),
);

/** Says what may be said many times a second, and then is left out. */
export const warnSome = (line: string): void =>
  warnings.tell(line, () => {
    console.warn(line);
    logRecord('warn', line);
  });

/** The composition root: what the functions run on, made from the settings when the host loads them. */
const composed = tried(compose);

/** Why nothing can run; undefined where all is set up. */
export const notSetUp = composed instanceof NotSetUp ? composed : undefined;

/**
 * A host that refuses to start says so. Azure Functions would go on without any function and answer 404 to everything:
 * there the functions are loaded, and each says that the product is not set up.
 */
function tried<T>(work: () => T): T | NotSetUp {
  try {
    return work();
  } catch (cause) {
    if (process.env['STOP_IF_NOT_SET_UP'] === 'true' || !(cause instanceof Error)) throw cause;
    console.error(cause.message);
    return new NotSetUp(cause.message, { cause });
  }
}

/** How often the sweep runs (ms). */
export const sweepPeriod = composed instanceof NotSetUp ? 60_000 : composed.fixed.sweep.period;

function working(): ReturnType<typeof compose> {
  if (composed instanceof NotSetUp) throw composed;
  return composed;
}

let opened: ReturnType<typeof open> | undefined;

/** What the procedures run on. The store is opened at the first call; a failure to open it is tried again. */
export async function ports(): Promise<Ports> {
  return { ...working().fixed, ...(await inStore()).ports };
}

/** Documents of operations that this release cannot read, as they were at most a minute ago. */
export async function unreadable(): Promise<readonly UnreadDocument[]> {
  return (await inStore()).unreadable.read();
}

/** What customers' pages look like. Needs no store: the page that says that nothing answers is shown where that is so. */
export const pageLook = (): MailLook =>
  (composed instanceof NotSetUp ? undefined : composed.fixed.mailAddresses.look) ?? plainLook;

/** How late (ms) ticks may come before new work is refused. */
export const lateAllowed = (): number =>
  composed instanceof NotSetUp ? Number.POSITIVE_INFINITY : composed.lateAllowed;

/**
 * How many cases wait to be woken since then (by the product's clock), as far as `most`. Those that were tried in vain
 * wait for nobody.
 */
export async function overdue(since: number, most: number): Promise<number> {
  const { store } = (await inStore()).ports;
  let count = 0;
  for (let shard = 0; shard < store.wakeShards && count < most; shard += 1)
    count += (await store.overdueWakes(shard, since, hostClock.now(), most - count)).length;
  return count;
}

function inStore(): ReturnType<typeof open> {
  opened ??= open().catch((error: unknown) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

async function open() {
  const store = await openStore(process.env);
  const policies = policyBook(store.registry, systemClock);
  void policies.read().then(warnOfChannels, () => undefined);
  return {
    ports: {
      store,
      policies,
      calendars: calendarBook(store.registry, systemClock),
    },
    unreadable: remembered(() => unreadableDocuments(store), systemClock, 60_000),
  };
}

/** A channel that the policy names and nobody has set: its messages wait, and the start says so. */
function warnOfChannels(policies: Policies): void {
  const { fixed } = working();
  for (const { state, lastError } of channelStates(policies, fixed)) {
    if (state === 'notSet')
      fixed.warn(`a channel of operations takes no message: ${lastError ?? ''}`, undefined);
  }
}

function compose() {
  const settings = readSettings(process.env);
  const fixed: Omit<Ports, 'store' | 'policies' | 'calendars'> = {
    clock: hostClock,
    wallClock: systemClock,
    mail: openMailService(process.env),
    mailAddresses: mailAddresses(process.env),
    mailLinks: mailLinks(process.env),
    mailGate: new MailGate([
      { count: settings.MAIL_PER_MINUTE, span: 60_000 },
      { count: settings.MAIL_PER_HOUR, span: 3_600_000 },
    ]),
    channels: channels(process.env),
    mailPatience: settings.MAIL_PATIENCE_MS,
    timeout: (ms) => AbortSignal.timeout(ms),
    owner,
    isDeadOwner: (other) => settings.SINGLE_PROCESS && other !== owner,
    alarmEarlyMs: settings.ALARM_EARLY_MS,
    clockSkewLimit: settings.CLOCK_SKEW_LIMIT,
    sweep: {
      period: settings.SWEEP_PERIOD_MS,
      grace: settings.SWEEP_GRACE_MS,
      budget: settings.SWEEP_BUDGET_MS,
      parallel: settings.SWEEP_PARALLEL,
      alarmHistory: settings.ALARM_HISTORY_KEPT,
    },
    random: Math.random,
    told: (commit, cases) => {
      const about = { 'caseclock.case.id': commit.caseId, 'caseclock.case.commit': commit.number };
      for (const line of linesOf(commit, cases, settings.LOG_EVENTS)) {
        console.log(line);
        logRecord('info', line, about);
      }
      observe(commit);
    },
    warn: (message, cause) => {
      warnings.tell(message, () => {
        console.warn(message, cause);
        // What an error says may hold what was sent.
        logRecord('warn', message, cause instanceof Error ? { 'error.type': cause.name } : {});
      });
    },
  };

  const authenticate = tokenVerifier(
    {
      issuer: settings.IDENTITY_ISSUER,
      audience: settings.IDENTITY_AUDIENCE,
      jwksUri: settings.IDENTITY_JWKS_URI,
      homeTenant: settings.IDENTITY_HOME_TENANT,
    },
    systemClock,
  );
  const reports = {
    appId: settings.MAIL_REPORTS_APP_ID,
    authenticate: tokenVerifier(
      {
        issuer: settings.IDENTITY_ISSUER,
        audience: settings.MAIL_REPORTS_AUDIENCE || settings.IDENTITY_AUDIENCE,
        jwksUri: settings.IDENTITY_JWKS_URI,
        homeTenant: settings.IDENTITY_HOME_TENANT,
      },
      systemClock,
    ),
  };
  return {
    fixed,
    lateAllowed: settings.TICK_LATE_MS,
    authenticate,
    reports,
    repliesSecret: settings.MAIL_REPLIES_SECRET,
    signIn: signInOf(settings),
  };
}

/** @throws NotSetUp; and what `tokenVerifier` throws. */
export const authenticate = (authorization: string | null) => working().authenticate(authorization);

/** Whether this is a token of the application that brings delivery reports. @throws as `authenticate`. */
export async function bringsReports(authorization: string | null): Promise<boolean> {
  const { appId, authenticate: verify } = working().reports;
  const { client, home } = await verify(authorization);
  return Boolean(appId) && home && client === appId;
}

/** With which mails to us are signed; undefined or empty: none are taken. */
export const repliesSecret = () => working().repliesSecret;

/** How the page of operations signs in. @throws NotSetUp */
export const signIn = () => working().signIn;

export function newCaseId(): string {
  return caseIdFrom(randomBytes(16));
}
