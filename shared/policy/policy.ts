import { z } from 'zod';

const duration = z
  .string()
  .regex(/^PT(?=\d)(\d+H)?(\d+M)?(\d+S)?$/, 'must be an ISO 8601 duration in hours, minutes and seconds')
  .refine((value) => /[1-9]/.test(value), 'must be more than zero');

const plan = z.strictObject({ advisory: z.boolean(), escalationManagement: z.boolean() });

const perPlan = z.strictObject({
  standard: duration,
  professionalDirect: duration,
  unified: duration,
  premier: duration,
});

const response = z.strictObject({
  rule: z.string(),
  coverage: z.enum(['24x7', 'businessHours', 'choice']),
  targets: perPlan,
});

const percents = z
  .array(z.number().int().min(1).max(99))
  .refine(
    (list) => list.every((p, i) => i === 0 || p > (list[i - 1] ?? 0)),
    'must rise from one to the next',
  );

/** A version of the support policy as data. Every parameter that is ours to choose stands here. */
export const policySchema = z
  .strictObject({
    version: z.string().min(1),
    effectiveFrom: z.iso.datetime(),
    plans: z.strictObject({ standard: plan, professionalDirect: plan, unified: plan, premier: plan }),
    initialResponse: z.strictObject({ A: response, B: response, C: response }),
    warnAtPercent: z.strictObject({ initialResponse: percents }),
    publicPreview: z.strictObject({
      coverage: z.literal('businessHours'),
      language: z.string(),
      /** Where a preview's target differs from the plan's, by severity. */
      targets: z.strictObject({ A: duration.optional(), B: duration.optional(), C: duration.optional() }),
    }),
    planWithoutEntitlement: z.enum(['standard', 'professionalDirect', 'unified', 'premier']),
    /** Languages of work (LANG-3), BCP 47. */
    languages: z.array(z.string()).min(1),
    /** Directory roles that may submit, by display name and by Entra role template id. */
    submitterRoles: z.array(
      z.strictObject({ name: z.string(), id: z.uuid().optional(), rule: z.enum(['SUB-1', 'SUB-3']) }),
    ),
    rules: z.array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        sentence: z.string(),
        /** `given`: the published policy says so; `ours`: it is silent and this is our default. */
        basis: z.enum(['given', 'ours']),
      }),
    ),
  })
  .superRefine((policy, context) => {
    const known = new Set(policy.rules.map((rule) => rule.id));
    for (const severity of ['A', 'B', 'C'] as const) {
      if (known.has(policy.initialResponse[severity].rule)) continue;
      context.addIssue({
        code: 'custom',
        path: ['initialResponse', severity, 'rule'],
        message: 'names a rule that `rules` does not contain: add the rule or correct the id',
      });
    }
  });

export type Policy = z.output<typeof policySchema>;
export type PolicyRule = Policy['rules'][number];
