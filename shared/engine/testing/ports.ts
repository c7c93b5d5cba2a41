import { entitlementSchema, submissionSchema, type Actor, type SubmitCase } from '../../cases/index.ts';
import type { Clock } from '../../clock.ts';
import { channels, MailGate, type MailService } from '../../mail/index.ts';
import type { CaseStore } from '../../store/types.ts';
import { calendarBook } from '../calendars/book.ts';
import { policyBook } from '../policies/book.ts';
import type { Alarms, Ports } from '../ports.ts';

/** 2026-11-20T08:00:00Z, a Friday (ms). */
export const begin = Date.UTC(2026, 10, 20, 8);

export class StandingClock implements Clock {
  #now = begin;

  now(): number {
    return this.#now;
  }

  /** Nobody else moves it, so waiting moves it. */
  async sleepUntil(instant: number): Promise<void> {
    this.#now = Math.max(this.#now, instant);
  }

  advance(ms: number): void {
    this.#now += ms;
  }
}

/** A mail service that accepts everything, and is done with it at once: nothing is left to be followed. */
const acceptingMail: MailService = {
  send: async () => ({ status: 'succeeded' }),
  find: async () => undefined,
};

/** What the procedures need, over a store, on a clock that stands until it is told. */
export function testPorts(
  store: CaseStore,
  clock = new StandingClock(),
): Ports & { readonly clock: StandingClock } {
  return {
    store,
    clock,
    wallClock: clock,
    policies: policyBook(store.registry, clock),
    calendars: calendarBook(store.registry, clock),
    mail: acceptingMail,
    mailAddresses: { from: 'support@caseclock.example', operations: ['operations@caseclock.example'] },
    mailGate: new MailGate(),
    channels: channels({}),
    mailPatience: 15_000,
    timeout: (ms) => AbortSignal.timeout(ms),
    owner: 'this run',
    isDeadOwner: () => false,
    alarmEarlyMs: 0,
    clockSkewLimit: 5000,
    sweep: { period: 60_000, grace: 60_000, budget: 45_000, parallel: 8, alarmHistory: 7 * 86_400_000 },
    random: () => 0.5,
    told: () => undefined,
    warn: (message, cause) => {
      throw new Error(message, { cause });
    },
  };
}

/** Alarms that nobody hears: the test ticks by itself. */
export const silentAlarms: Alarms = {
  start: async () => undefined,
  raise: async () => 'raised',
  status: async () => ({ is: 'running' }),
  terminate: async () => undefined,
  purge: async () => undefined,
};

export const engineer: Actor = { kind: 'caller', id: 'e-1', role: 'engineer', tenantId: 'operator' };

export function submission(caseId: string, fields: object = {}, plan = 'standard'): SubmitCase {
  return {
    type: 'case.submit',
    caseId,
    by: { kind: 'caller', id: 'i-1', role: 'integration', tenantId: 'contoso' },
    submission: submissionSchema.parse({
      tenantId: 'contoso',
      title: 'Sales order posting fails for everyone',
      severity: 'A',
      category: 'technical',
      service: { name: 'Dynamics 365 Finance' },
      environment: { name: 'prod', build: '10.0.42.1', machine: 'aos-3', user: 'u-9', document: 'SO-1001' },
      contactDetails: {
        firstName: 'Aiko',
        lastName: 'Tanaka',
        primaryEmailAddress: 'aiko@contoso.example',
        country: 'JP',
      },
      submitter: { id: 'u-17', roles: ['Power Platform Administrator'] },
      ...fields,
    }),
    entitlement: entitlementSchema.parse({ plan, country: 'JP' }),
    fromHomeTenant: true,
  };
}
