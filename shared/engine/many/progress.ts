import { createHash } from 'node:crypto';

import { z } from 'zod';

import { toInstant, toMs } from '../../calendar/index.ts';
import type { Registry } from '../../store/smallDocuments.ts';
import { storedAs } from '../documents/stored.ts';

/** So many cases that cannot be done are remembered by name; of more only how many. */
const mostFailing = 200;
const longestRetry = 3_600_000;

/** A case that could not be done, and when it is tried again. Instants are text. */
const failingSchema = z.strictObject({
  caseId: z.string(),
  failures: z.int(),
  retryAt: z.string(),
  error: z.string(),
});
export type Failing = z.output<typeof failingSchema>;

const fanOutKinds = ['policyVersion', 'calendar', 'incident'] as const;

/** How far something that concerns many cases has come. Without it all is gone through once more, which changes nothing. */
export const storedFanOuts = storedAs(
  'fanOut',
  z.strictObject({
    of: z.enum(fanOutKinds),
    /** Of the document that asked for it. */
    id: z.string(),
    /** Since when it is asked for; asked anew, it begins anew. */
    since: z.string(),
    /** Cases on which something was done. */
    done: z.int(),
    /** Times the list of cases has been gone through to its end. */
    passes: z.int(),
    /** The pass that is under way: where in the list it goes on, rows looked at, cases done. */
    pass: z
      .strictObject({
        began: z.string(),
        cursor: z.string().optional(),
        seen: z.int(),
        done: z.int(),
      })
      .nullable(),
    failing: z.array(failingSchema),
    /** Cases of the latest pass that could not be done and are not among `failing`. */
    moreFailing: z.int(),
    /** Nothing is left but what fails. */
    finished: z.boolean(),
    workedAt: z.string(),
  }),
);
export type Progress = z.output<typeof storedFanOuts.schema>;

export type FanOutName = Pick<Progress, 'of' | 'id' | 'since'>;

/** Short, whatever the name. */
export function fanOutKey({ of, id }: Pick<Progress, 'of' | 'id'>): string {
  return `${of}.${createHash('sha256').update(id).digest('base64url').slice(0, 16)}`;
}

export interface KnownProgress {
  readonly progress: Progress;
  /** Null: nothing is stored yet. */
  readonly etag: string | null;
}

/** What is stored, or a beginning. What cannot be read is begun anew. */
export async function readProgress(
  registry: Registry,
  name: FanOutName,
  now: number,
): Promise<KnownProgress> {
  const entry = await registry.get('fanOut', fanOutKey(name));
  const reading = entry && storedFanOuts.read(entry.body);
  const isSame = reading?.ok && reading.value.since === name.since && reading.value.id === name.id;
  return { progress: isSame ? reading.value : beginning(name, now), etag: entry?.etag ?? null };
}

/** Every fan-out whose progress can be read. */
export async function listProgress(registry: Registry): Promise<readonly Progress[]> {
  return (await registry.list('fanOut')).flatMap(({ body }) => {
    const reading = storedFanOuts.read(body);
    return reading.ok ? [reading.value] : [];
  });
}

export function beginning({ of, id, since }: FanOutName, now: number): Progress {
  const none = { done: 0, passes: 0, pass: null, failing: [], moreFailing: 0, finished: false };
  return { of, id, since, ...none, workedAt: toInstant(now) };
}

/** Cases whose time to be tried again has come. */
export function dueAgain({ failing }: Progress, now: number): readonly Failing[] {
  return failing.filter(({ retryAt }) => toMs(retryAt) <= now);
}

/** When the next of those that fail is tried again (ms); undefined where none fails. */
export function nextRetry({ failing }: Progress): number | undefined {
  return failing.length === 0 ? undefined : Math.min(...failing.map(({ retryAt }) => toMs(retryAt)));
}

/** What came of one case: whether anything was done on it, or why that could not be. */
export type CaseOutcome = { readonly caseId: string } & (
  { readonly did: boolean } | { readonly error: unknown }
);

/** The same progress after these. One that fails is tried again later each time. */
export function noted(
  progress: Progress,
  outcomes: readonly CaseOutcome[],
  now: number,
  period: number,
): Progress {
  const failing = new Map(progress.failing.map((one) => [one.caseId, one]));
  let { done, moreFailing } = progress;
  for (const outcome of outcomes) {
    const { caseId } = outcome;
    const before = failing.get(caseId);
    if ('did' in outcome) {
      failing.delete(caseId);
      done += Number(outcome.did);
    } else if (before || failing.size < mostFailing) {
      const failures = (before?.failures ?? 0) + 1;
      const retryAt = toInstant(now + Math.min(longestRetry, period * 2 ** Math.min(30, failures - 1)));
      failing.set(caseId, { caseId, failures, retryAt, error: errorText(outcome.error) });
    } else moreFailing += 1;
  }
  return { ...progress, done, moreFailing, failing: [...failing.values()], workedAt: toInstant(now) };
}

function errorText(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 200);
}
