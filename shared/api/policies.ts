import { z } from 'zod';

import { toInstant, toMs } from '../calendar/index.ts';
import { clockKinds, referenceOf, type MovedClock } from '../cases/index.ts';
import {
  differences,
  instantSchema,
  madeSentences,
  policySchema,
  withMadeSentences,
  type Policies,
  type Policy,
} from '../policy/index.ts';
import { progressOfOne } from './fanOuts.ts';
import { Faults } from './input/faults.ts';
import { parse, pointerOf } from './input/parse.ts';
import { Problem } from './input/problem.ts';

const instant = z.string().meta({ description: 'UTC, ISO 8601', example: '2026-11-20T09:00:00Z' });

const applyTo = z.enum(['new', 'open']).meta({
  description: '`new`: cases submitted from then on; `open`: those that are open as well',
});

const versionSchema = z.strictObject({
  version: z.string(),
  effectiveFrom: instant,
  inForce: z.boolean(),
  putBy: z.string().optional().meta({
    description: 'The subject of the token by which it was put; absent where it came with the product',
  }),
  putAt: instant.optional(),
  differsFrom: z.string().optional().meta({ description: 'The version that was in force before it' }),
  differences: z
    .array(z.string())
    .optional()
    .meta({ description: 'Where it differs from that one: JSON pointers (RFC 6901) into the document' }),
  progress: progressOfOne,
});

export const policyVersionsViewSchema = z
  .strictObject({ value: z.array(versionSchema) })
  .meta({ id: 'PolicyVersions' });

export const policyVersionViewSchema = policySchema
  .safeExtend({ progress: progressOfOne })
  .meta({ id: 'PolicyVersion', description: 'A version of the policy, as it was put' });

/** `GET /api/policy`: the policy in force, and the versions there are. */
export const policyViewSchema = policySchema
  .safeExtend({ versions: z.array(versionSchema) })
  .meta({ id: 'PolicyInForce', description: 'The policy in force and its versions' });

export const policyRuleViewSchema = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    sentence: z.string(),
    basis: z.enum(['given', 'ours']),
    policyVersion: z.string(),
  })
  .meta({ id: 'PolicyRule' });

/** The parts of a policy, each to be judged when it stands in its place. What else can be read may stand there too. */
const parts = {
  ...Object.fromEntries(Object.keys(policySchema.shape).map((part) => [part, z.unknown().optional()])),
  versions: z.unknown().optional(),
  progress: z.unknown().optional(),
};

/**
 * `PUT /api/policy/versions/{version}`: a whole policy, or the parts in which it differs from the one in force
 * (`{ "targets": { "initialResponse": { "B": { "standard": "PT2H" } } } }`).
 */
export const policyPutSchema = z
  .strictObject({
    ...parts,
    effectiveFrom: instantSchema.optional().meta({ description: 'From when it holds; absent: from now' }),
    applyTo: applyTo.default('new'),
  })
  .meta({
    id: 'PolicyPut',
    description:
      'A whole policy document, or the parts in which it differs from the policy in force; `version`, `versions` and `progress` may stand in it as they were read',
  });
export type PolicyPut = z.output<typeof policyPutSchema>;

/** `POST /api/policy/preview`: as a put, without name and date. */
export const policyPreviewSchema = z.strictObject({ ...parts, applyTo: z.unknown().optional() }).meta({
  id: 'PolicyPreviewRequest',
  description: 'A whole policy document, or the parts in which it differs from the policy in force',
});

export const previewQuerySchema = z.strictObject({
  top: z.coerce
    .number('must be a whole number from 1 to 1000')
    .int()
    .min(1)
    .max(1000)
    .default(1000)
    .meta({ description: 'How many open cases to look at' }),
  continuation: z.string().max(1000).optional().meta({ description: 'From `nextLink`' }),
});

const clockKind = z.enum(clockKinds);
/** What operations know a case by. */
const known = {
  reference: z.string(),
  tenantId: z.string(),
  title: z.string().meta({ description: 'At most 200 characters' }),
};

export const policyPreviewViewSchema = z
  .strictObject({
    moved: z.array(
      z.strictObject({
        caseId: z.string(),
        ...known,
        clock: clockKind,
        clockId: z.string(),
        from: instant,
        to: instant,
      }),
    ),
    breaching: z
      .array(
        z.strictObject({
          caseId: z.string(),
          ...known,
          clock: clockKind,
          clockId: z.string(),
          dueAt: instant,
        }),
      )
      .meta({ description: 'Those that would break at once' }),
    cases: z.int().meta({ description: 'How many open cases were looked at' }),
    nextLink: z
      .string()
      .optional()
      .meta({ description: 'POST the same body there for the next open cases; absent on the last page' }),
  })
  .meta({ id: 'PolicyPreview' });

export function previewView(
  { moved, cases }: Preview,
  now: number,
): Omit<z.output<typeof policyPreviewViewSchema>, 'nextLink'> {
  return {
    moved: moved.map((one) => ({ ...clockOf(one), from: one.from, to: one.to })),
    breaching: moved.flatMap((one) => (toMs(one.to) <= now ? [{ ...clockOf(one), dueAt: one.to }] : [])),
    cases,
  };
}

const clockOf = ({ caseId, tenantId, title, kind, clockId }: Moved) => ({
  ...{ caseId, reference: referenceOf(caseId), tenantId, title },
  ...{ clock: kind, clockId },
});

interface Moved extends MovedClock {
  readonly caseId: string;
  readonly tenantId: string;
  readonly title: string;
}

interface Preview {
  readonly moved: readonly Moved[];
  readonly cases: number;
}

/** Of what concerns many cases. */
export const failed = z.int().meta({
  description: 'Cases on which it failed: each is tried again, and GET /api/operations/alarms names them',
});

export const policyPutViewSchema = z
  .strictObject({
    version: z.string(),
    effectiveFrom: instant,
    applyTo,
    applied: z.int().meta({ description: 'Open cases that were put under it by this request' }),
    failed,
    complete: z
      .boolean()
      .meta({ description: 'False: the rest follows within minutes, or once it takes effect' }),
  })
  .meta({ id: 'PolicyPutResult' });

export function versionsView(policies: Policies, now: number): z.output<typeof policyVersionsViewSchema> {
  const inForce = policies.inForce(now).version;
  return {
    value: policies.versions.map((policy, index) => {
      const { version, effectiveFrom } = policy;
      const { putBy, putAt } = policies.putOf(version) ?? {};
      return {
        version,
        effectiveFrom,
        inForce: version === inForce,
        ...(putBy === undefined ? {} : { putBy }),
        ...(putAt === undefined ? {} : { putAt }),
        ...differing(policies.versions[index - 1], policy),
      };
    }),
  };
}

function differing(before: Policy | undefined, { version: _, effectiveFrom: _from, ...after }: Policy) {
  if (!before) return {};
  const { version, effectiveFrom: _since, ...earlier } = before;
  return { differsFrom: version, differences: differences(earlier, after) };
}

/** The policy a request describes, by what it changes of `base`. Throws a 400 that points at what is wrong in it; nothing has changed then. */
export function policyFrom(
  { effectiveFrom, applyTo: _, versions: _versions, progress: _progress, ...rest }: PolicyPut,
  version: string,
  base: Policy,
  now: number,
): Policy {
  const isWhole = 'rules' in rest && 'plans' in rest;
  const from = toInstant(effectiveFrom === undefined ? now : Date.parse(effectiveFrom));
  const document = { ...(isWhole ? rest : merged(base, rest)), version, effectiveFrom: from };
  const read = parse(policySchema, document);
  if ('rules' in rest) refuseOwnSentences(read, base);
  refuseContradictions(read);
  const policy = withMadeSentences(read);
  const isPutAgain = base.version === version;
  if (isPutAgain || Date.parse(policy.effectiveFrom) >= Date.parse(base.effectiveFrom)) return policy;
  throw new Problem(400, 'request.invalid', 'The body has a field to mend: see `errors`.', {
    errors: [
      {
        pointer: pointerOf(['effectiveFrom']),
        code: 'policy.superseded',
        detail: `It would never be in force: version ${base.version} has been since ${base.effectiveFrom}. Use that instant or a later one.`,
      },
    ],
  });
}

/** A sentence that is made from the document says nothing else: as it was read before, or as it will be. */
function refuseOwnSentences(policy: Policy, base: Policy): void {
  const made = madeSentences(policy);
  const before = madeSentences(base);
  const faults = new Faults();
  policy.rules.forEach(({ id, sentence }, index) => {
    const own = made.get(id);
    if (own === undefined || sentence === own || sentence === before.get(id)) return;
    faults.add(() => ({
      pointer: pointerOf(['rules', index, 'sentence']),
      code: 'policy.contradiction',
      detail: `What ${id} says is made from the document, which has: ${JSON.stringify(own)} Write that, or change what it is made from.`,
    }));
  });
  if (faults.count > 0) throw faults.problem();
}

/** Parts of a document that say what others deny. */
function refuseContradictions({ plans }: Policy): void {
  const faults = new Faults();
  for (const [name, plan] of Object.entries(plans)) {
    if (!plan.advisoryContinuation || plan.advisory) continue;
    faults.add(() => ({
      pointer: pointerOf(['plans', name, 'advisoryContinuation']),
      code: 'policy.contradiction',
      detail:
        'A case cannot go on as an advisory case on a plan that has none: set `advisory` to true, or this to false.',
    }));
  }
  if (faults.count > 0) throw faults.problem();
}

/** Parts laid over a whole: objects by their fields, everything else in place of what was there. */
function merged(base: unknown, change: unknown): Record<string, unknown> {
  const fields = isObject(base) ? base : {};
  const parts = isObject(change) ? change : {};
  return {
    ...fields,
    ...Object.fromEntries(
      Object.entries(parts).map(([name, value]) => [
        name,
        isObject(value) ? merged(fields[name], value) : value,
      ]),
    ),
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
