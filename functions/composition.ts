import { randomBytes } from 'node:crypto';

import { hostClock, systemClock } from '../shared/clock.ts';
import { calendarBook } from '../shared/engine/calendars/book.ts';
import { caseIdFrom } from '../shared/engine/commands/idempotency.ts';
import { policyBook } from '../shared/engine/policies/book.ts';
import type { Ports } from '../shared/engine/ports.ts';
import { remembered } from '../shared/engine/documents/remembered.ts';
import { unreadableDocuments, type UnreadDocument } from '../shared/engine/documents/unreadable.ts';
import { tokenVerifier } from '../shared/identity/tokens.ts';
import { mailAddresses, openMailService } from '../shared/mail/index.ts';
import { openStore } from '../shared/store/open.ts';
import { readSettings } from './settings.ts';

/** The composition root: what the functions run on, made from the settings when the host loads them. */
const settings = readSettings(process.env);

/** This run of this process. */
const owner = caseIdFrom(randomBytes(16));

let opened: ReturnType<typeof open> | undefined;

/** What the procedures run on. The store is opened at the first call; a failure to open it is tried again. */
export async function ports(): Promise<Ports> {
  return { ...fixed, ...(await inStore()).ports };
}

/** Documents of operations that this release cannot read, as they were at most a minute ago. */
export async function unreadable(): Promise<readonly UnreadDocument[]> {
  return (await inStore()).unreadable.read();
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
  return {
    ports: {
      store,
      policies: policyBook(store.registry, systemClock),
      calendars: calendarBook(store.registry, systemClock),
    },
    unreadable: remembered(() => unreadableDocuments(store), systemClock, 60_000),
  };
}

const fixed: Omit<Ports, 'store' | 'policies' | 'calendars'> = {
  clock: hostClock,
  wallClock: systemClock,
  mail: openMailService(process.env),
  mailAddresses: mailAddresses(process.env),
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
  warn: (message, cause) => {
    console.warn(message, cause);
  },
};

export const authenticate = tokenVerifier(
  {
    issuer: settings.IDENTITY_ISSUER,
    audience: settings.IDENTITY_AUDIENCE,
    jwksUri: settings.IDENTITY_JWKS_URI,
    homeTenant: settings.IDENTITY_HOME_TENANT,
  },
  systemClock,
);

export function newCaseId(): string {
  return caseIdFrom(randomBytes(16));
}
