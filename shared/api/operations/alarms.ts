/** `/api/operations/alarms`: the orchestration instances that wake cases. */
import { z } from 'zod';

import { messageSchema } from '../../cases/index.ts';
import { alarmViewSchema, pageQuerySchema } from '../schemas.ts';
import { format, instant } from './parts.ts';

const only = z.stringbool({ truthy: ['true'], falsy: ['false'] }).optional();

export const alarmsQuerySchema = pageQuerySchema.extend({
  late: only.meta({ description: '`true`: only those whose wake is overdue; `false`: only the others' }),
  failing: only.meta({
    description: '`true`: only those on whose case the sweep has failed; `false`: only the others',
  }),
  format,
});

export const alarmParams = z.object({
  id: z
    .string()
    .max(80)
    .meta({ description: 'A case, by id or reference, or an instance (`<case id>.<epoch>`)' }),
});

/** One alarm, also one that has ended. */
export const oneAlarmSchema = alarmViewSchema
  .extend({
    epoch: z.int().nullable().meta({ description: 'Of the instance; null: none yet' }),
    current: z.boolean().meta({ description: 'It is the alarm that the case has now' }),
    recorded: z.enum(['running', 'ended', 'replaced', 'none']).meta({
      description:
        'What the case has recorded: `ended`: nothing was pending any more; `replaced`: by one of a later epoch; `none`: no such alarm',
    }),
    createdAt: instant.optional(),
    lastUpdatedAt: instant.optional(),
    lastTick: z
      .strictObject({ tickedAt: z.string(), wakeAt: z.string().nullable(), status: z.string() })
      .optional()
      .meta({ description: 'What its last tick told' }),
    output: z
      .string()
      .optional()
      .meta({ description: 'Why it failed or was ended, as Durable Functions tells' }),
    lastAttemptAt: instant.nullable().meta({ description: 'When the sweep last tried this case' }),
    retryAt: instant.nullable().meta({ description: 'The sweep leaves the case alone until then' }),
  })
  .meta({ id: 'OneAlarm' });
export type OneAlarm = z.output<typeof oneAlarmSchema>;

const reason = messageSchema.meta({ description: 'Kept on the timeline' });

export const restartBodySchema = z.strictObject({
  ids: z
    .array(z.string().min(1).max(80))
    .min(1)
    .max(100)
    .meta({ description: 'Cases or instances, each as in the path', example: ['7K3M-Q9XR-2F0T'] }),
  reason,
});

export const restartedSchema = z.strictObject({ caseId: z.string(), instanceId: z.string() });

export const restartViewSchema = z.strictObject({
  value: z
    .array(
      z.strictObject({
        id: z.string().meta({ description: 'As it was asked for' }),
        caseId: z.string().optional(),
        instanceId: z.string().optional().meta({ description: 'The new instance' }),
        problem: z
          .strictObject({ code: z.string(), detail: z.string() })
          .optional()
          .meta({ description: 'Why it was not restarted' }),
      }),
    )
    .meta({ description: 'In the order asked for' }),
});

export const terminateBodySchema = z.strictObject({
  reason: z
    .string()
    .trim()
    .min(1)
    .max(1000)
    .meta({ description: 'Kept on the timeline', example: 'It loops.' }),
});
