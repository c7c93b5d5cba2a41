import { z } from 'zod';

import { durationSchema as duration, safeMs } from './duration.ts';
import { escalation } from './escalation.ts';
import { ruleId } from './ruleId.ts';
import { ruleIds } from './rules.ts';
import { silenceLimits } from './silence.ts';

export type { Channel } from './escalation.ts';
export type { SilenceLimits } from './silence.ts';

const plan = z.strictObject({
  advisory: z.boolean().meta({ description: 'Advisory cases (PLAN-3)' }),
  escalationManagement: z.boolean().meta({ description: 'The customer may ask for escalation (PLAN-3)' }),
  advisoryContinuation: z
    .boolean()
    .meta({ description: 'A best-effort case may go on as an advisory case (BE-3)' }),
});

const perPlan = z.strictObject({
  standard: duration,
  professionalDirect: duration,
  unified: duration,
  premier: duration,
});

const percents = z
  .array(z.number().min(1).max(99))
  .max(10)
  .refine(
    (list) => list.every((percent, index) => index === 0 || percent > (list[index - 1] ?? 0)),
    'must rise from one to the next',
  );

const response = z.strictObject({
  rule: ruleId,
  coverage: z
    .enum(['24x7', 'businessHours', 'choice'])
    .meta({ description: '`choice`: what the customer chose at submission' }),
});

/** What a version of the support policy says. Every parameter that is ours to choose stands here. */
const contentSchema = z.strictObject({
  plans: z.strictObject({ standard: plan, professionalDirect: plan, unified: plan, premier: plan }),
  planWithoutEntitlement: z
    .enum(['standard', 'professionalDirect', 'unified', 'premier'])
    .meta({ description: 'Whose targets hold for a tenant that has bought nothing yet (PLAN-5)' }),
  targets: z.strictObject({ initialResponse: z.strictObject({ A: perPlan, B: perPlan, C: perPlan }) }),
  initialResponse: z.strictObject({ A: response, B: response, C: response }),
  warnAtPercent: z.strictObject({ initialResponse: percents }),
  publicPreview: z.strictObject({
    coverage: z.literal('businessHours'),
    language: z.string(),
    targets: z
      .strictObject({ A: duration.optional(), B: duration.optional(), C: duration.optional() })
      .meta({ description: "Where a preview's target differs from the plan's" }),
  }),
  silence: z
    .strictObject({
      '24x7': z.strictObject({ A: silenceLimits, B: silenceLimits }),
      businessHours: z.strictObject({ A: silenceLimits, B: silenceLimits, C: silenceLimits }),
    })
    .meta({ description: 'How long the customer may keep silent, by coverage and severity (COM-2)' }),
  downgrades: z
    .strictObject({
      onSilence: z.strictObject({ approval: z.boolean() }),
      onUnansweredResolution: z.strictObject({ approval: z.boolean() }),
      onRcaRequest: z.strictObject({ enabled: z.boolean(), approval: z.boolean() }),
      onCustomCode: z.strictObject({
        approval: z.boolean(),
        causes: z.array(z.enum(['customCode', 'isv', 'environment'])),
      }),
    })
    .meta({ description: 'Which lowerings wait for the approval of operations (DG-1 to DG-4)' }),
  bestEffort: z.strictObject({
    budget: duration,
    half: duration.meta({ description: 'Used time at the half-way warning' }),
    ending: duration.meta({ description: 'Time left at the last warning' }),
    problemTypes: z
      .strictObject({ performance: ruleId, notReproducible: ruleId, customization: ruleId })
      .meta({ description: 'The rule that gives each its budget' }),
    continueWithinBusinessDays: z.int().min(1).max(60),
  }),
  reopenWithinMonths: z.int().min(1).max(36),
  escalation,
  customerMails: z
    .strictObject({
      perKindAndHour: z.int().min(1).max(20).default(3),
      perCaseAndHour: z.int().min(1).max(50).default(20),
    })
    .prefault({})
    .meta({
      description:
        "How many mails on a case the customer's own side may cause in an hour; beyond, what it does is recorded and nobody is written to",
    }),
  markets: z
    .array(
      z.strictObject({
        service: z.string().trim().min(1).max(200),
        countries: z.array(z.string().regex(/^[A-Z]{2}$/, 'must be an ISO 3166-1 alpha-2 code')).min(1),
      }),
    )
    .max(500)
    .meta({ description: 'Services that are not offered everywhere, and where they are (MKT-1)' }),
  languages: z.array(z.string()).min(1).meta({ description: 'Languages of work (LANG-3), BCP 47' }),
  submitterRoles: z
    .array(z.strictObject({ name: z.string(), id: z.uuid().optional(), rule: z.enum(['SUB-1', 'SUB-3']) }))
    .min(1)
    .meta({ description: 'Directory roles that may submit, by name and by Entra role template id' }),
  rules: z
    .array(
      z.strictObject({
        id: ruleId,
        title: z.string().min(1),
        sentence: z.string().min(1),
        basis: z.enum(['given', 'ours']).meta({
          description: '`given`: the published policy says so; `ours`: it is silent and this is our default',
        }),
      }),
    )
    .min(1),
});

type Content = z.output<typeof contentSchema>;

/** A version of the support policy as data. */
export const policySchema = contentSchema
  .extend({
    version: z
      .string()
      .regex(
        /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
        'must be 1 to 64 letters, digits, dots, dashes or underscores',
      ),
    effectiveFrom: z.iso.datetime({ offset: true }),
  })
  .superRefine((policy, context) => {
    const known = new Set(policy.rules.map((rule) => rule.id));
    for (const { path, rule } of namedRules(policy)) {
      if (known.has(rule)) continue;
      context.addIssue({
        code: 'custom',
        path,
        message: `names the rule ${rule}, which \`rules\` does not contain: add the rule or correct the id`,
      });
    }
    const missing = ruleIds.filter((id) => !known.has(id));
    if (missing.length > 0) {
      context.addIssue({
        code: 'custom',
        path: ['rules'],
        message: `lacks rules that the product cites: add ${missing.join(', ')}`,
      });
    }
    if (known.size < policy.rules.length) {
      context.addIssue({
        code: 'custom',
        path: ['rules'],
        message: 'explains a rule twice: give each id once',
      });
    }
    const { budget, half, ending } = policy.bestEffort;
    if (safeMs(half) >= safeMs(budget)) {
      context.addIssue({
        code: 'custom',
        path: ['bestEffort', 'half'],
        message: 'must be less than `budget`',
      });
    } else if (safeMs(budget) - safeMs(ending) <= safeMs(half)) {
      context.addIssue({
        code: 'custom',
        path: ['bestEffort', 'ending'],
        message: 'overlaps the half-way warning: leave less time than that',
      });
    }
  })
  .meta({ id: 'Policy', description: 'A version of the support policy' });

/** Every place of the document that names a rule. */
function namedRules(policy: Content): { path: (string | number)[]; rule: string }[] {
  const severities = ['A', 'B', 'C'] as const;
  return [
    ...severities.map((severity) => ({
      path: ['initialResponse', severity, 'rule'],
      rule: policy.initialResponse[severity].rule,
    })),
    ...Object.entries(policy.silence).flatMap(([coverage, limits]) =>
      Object.entries(limits).map(([severity, { rule }]) => ({
        path: ['silence', coverage, severity, 'rule'],
        rule,
      })),
    ),
    ...Object.entries(policy.bestEffort.problemTypes).map(([type, rule]) => ({
      path: ['bestEffort', 'problemTypes', type],
      rule,
    })),
  ];
}

export type Policy = z.output<typeof policySchema>;
export type PolicyRule = Policy['rules'][number];
