import { z } from 'zod';

import { toMs } from '../calendar/index.ts';
import type { Clock } from '../clock.ts';
import { policiesOf, policySchema, type Policies, type Policy } from '../policy/index.ts';
import type { CaseStore, RegistryEntry } from '../store/types.ts';

/** A version of the policy that operations have put, as the registry keeps it. Never changed but in `applied`. */
export const storedPolicySchema = z.strictObject({
  policy: policySchema,
  applyTo: z.enum(['new', 'open']),
  putAt: z.string(),
  /** Whether every case that was open has been put under it. */
  applied: z.boolean(),
});
export type StoredPolicy = z.output<typeof storedPolicySchema>;

/** Where the versions of the policy are read. */
export interface PolicyBook {
  /** What was read at most ten seconds ago, by the machine's time. */
  read(): Promise<Policies>;
  /** What was read last, however long ago: enough for a version that is among it. */
  known(): Promise<Policies>;
  /** What the registry holds now. */
  reread(): Promise<Policies>;
}

const remembered = 10_000;

export function policyBook(registry: CaseStore['registry'], wallClock: Clock): PolicyBook {
  let known: { readonly at: number; readonly policies: Promise<Policies> } | undefined;

  function reread(): Promise<Policies> {
    const reading = { at: wallClock.now(), policies: readAll(registry) };
    known = reading;
    reading.policies.catch(() => {
      if (known === reading) known = undefined;
    });
    return reading.policies;
  }
  return {
    reread,
    known: () => known?.policies ?? reread(),
    read: () => (known && wallClock.now() - known.at < remembered ? known.policies : reread()),
  };
}

async function readAll(registry: CaseStore['registry']): Promise<Policies> {
  const stored = (await registry.list('policyVersion')).map(storedPolicy);
  return policiesOf(stored.sort((a, b) => toMs(a.putAt) - toMs(b.putAt)).map(({ policy }) => policy));
}

const parsed = new WeakMap<object, StoredPolicy>();

export function storedPolicy({ body }: Pick<RegistryEntry, 'body'>): StoredPolicy {
  if (typeof body !== 'object' || body === null) return storedPolicySchema.parse(body);
  let policy = parsed.get(body);
  if (!policy) parsed.set(body, (policy = storedPolicySchema.parse(body)));
  return policy;
}

/** Versions among which these are: a version never changes, so only one that is not known yet is a reason to read. */
export async function policiesWith(book: PolicyBook, ...names: readonly string[]): Promise<Policies> {
  const policies = await book.known();
  return names.every((name) => policies.version(name)) ? policies : book.reread();
}

/** The version stamped on a case. */
export function policyOf(policies: Policies, { policyVersion }: { readonly policyVersion: string }): Policy {
  const policy = policies.version(policyVersion);
  if (!policy) throw new Error(`policy version ${policyVersion} is stamped on a case but kept nowhere`);
  return policy;
}
