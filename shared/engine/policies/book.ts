import { z } from 'zod';

import { toDurationMs, toMs } from '../../calendar/index.ts';
import type { Clock } from '../../clock.ts';
import { builtInPolicies, policiesOf, policySchema, type Policies, type Policy } from '../../policy/index.ts';
import type { CaseStore } from '../../store/types.ts';
import type { RegistryEntry } from '../../store/smallDocuments.ts';
import { remembered, type Remembered } from '../documents/remembered.ts';
import { readOrThrow, storedAs, UnreadableDocument, type Upcaster } from '../documents/stored.ts';

/** ALERT-1 is explained, and nobody is alerted more than once a minute. */
const withAlerts: Upcaster = (document) => {
  const { policy } = document as { policy: { rules: { id: string }[]; escalation: { repeatEvery: string } } };
  const rule = builtInPolicies[0]?.rules.find(({ id }) => id === 'ALERT-1');
  const rules =
    policy.rules.some(({ id }) => id === 'ALERT-1') || !rule ? policy.rules : [...policy.rules, rule];
  const { repeatEvery } = policy.escalation;
  const often = toDurationMs(repeatEvery) < 60_000;
  const escalation = { ...policy.escalation, repeatEvery: often ? 'PT1M' : repeatEvery };
  return { ...document, policy: { ...policy, rules, escalation } };
};

/** Levels may have channels. */
const withChannels: Upcaster = (document) => document;

/** A version of the policy that operations have put, as the registry keeps it. Never changed but in `applied`. */
export const storedPolicies = storedAs(
  'policyVersion',
  z.strictObject({
    policy: policySchema,
    applyTo: z.enum(['new', 'open']),
    putAt: z.string(),
    /** The subject of the token by which it was put. */
    putBy: z.string().optional(),
    /** Whether every case that was open has been put under it. */
    applied: z.boolean(),
  }),
  [withAlerts, withChannels],
);
export type StoredPolicy = z.output<typeof storedPolicies.schema>;

/** Where the versions of the policy are read: what was read at most ten seconds ago, by the machine's time. */
export type PolicyBook = Remembered<Policies>;

export function policyBook(registry: CaseStore['registry'], wallClock: Clock): PolicyBook {
  return remembered(() => readAll(registry), wallClock);
}

async function readAll(registry: CaseStore['registry']): Promise<Policies> {
  const unreadable = new Map<string, string>();
  const kept: StoredPolicy[] = [];
  for (const { id, body } of await registry.list('policyVersion')) {
    const reading = storedPolicies.read(body);
    if (reading.ok) kept.push(reading.value);
    else unreadable.set(id, reading.reason);
  }
  kept.sort((a, b) => toMs(a.putAt) - toMs(b.putAt));
  return policiesOf(
    kept.map(({ policy }) => policy),
    unreadable,
    new Map(kept.map(({ policy, putBy, putAt }) => [policy.version, { putBy, putAt }])),
  );
}

/** Throws `UnreadableDocument`. */
export function storedPolicy({ id, body }: Pick<RegistryEntry, 'id' | 'body'>): StoredPolicy {
  return readOrThrow(storedPolicies, id, body);
}

/** Versions among which these are: a version never changes, so only one that is not known yet is a reason to read. */
export async function policiesWith(book: PolicyBook, ...names: readonly string[]): Promise<Policies> {
  const known = await book.known();
  if (names.every((name) => known.version(name))) return known;
  const policies = await book.read();
  const isKnown = (name: string) => policies.version(name) !== undefined || policies.unreadable.has(name);
  return names.every(isKnown) ? policies : book.reread();
}

/** The version stamped on a case. Throws `UnreadableDocument` where this release cannot read it. */
export function policyOf(policies: Policies, { policyVersion }: { readonly policyVersion: string }): Policy {
  const policy = policies.version(policyVersion);
  if (policy) return policy;
  const reason =
    policies.unreadable.get(policyVersion) ?? 'a case is stamped with it, but it is kept nowhere';
  throw new UnreadableDocument('policyVersion', policyVersion, reason);
}
