/** `/api/operations/alarms`: the orchestration instances that wake cases. */
import { z } from 'zod';

import { messageSchema } from '../../cases/index.ts';
import { fanOutViewSchema } from '../fanOuts.ts';
import { unreadableViewSchema } from '../readiness.ts';
import { pageQuerySchema, pageSchemaOf } from '../schemas.ts';
import { format, instant } from './parts.ts';
import { alertViewSchema } from './runbook.ts';

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

const alarmViewSchema = z
  .strictObject({
    caseId: z.string(),
    reference: z.string().meta({ description: 'Of the case' }),
    instanceId: z.string().nullable().meta({ description: 'The orchestration instance; null: none yet' }),
    runtimeStatus: z.string().meta({
      description:
        'Where its wake is overdue, what Durable Functions says of it, `Unknown` when it has no such instance. One that is on time is `Running`, as is recorded; Durable Functions is not asked',
    }),
    nextWake: instant.nullable(),
    lateness: z
      .int()
      .meta({ description: 'Milliseconds by which the next wake is overdue; 0 when it is not' }),
    failures: z.int().meta({ description: 'Sweep attempts that failed in a row' }),
    lastError: z.string().optional(),
  })
  .meta({ id: 'Alarm' });
export type AlarmView = z.output<typeof alarmViewSchema>;

export const alarmsViewSchema = pageSchemaOf(alarmViewSchema).extend({
  alerts: z.array(alertViewSchema).meta({
    description:
      'What calls for somebody at present, the most urgent first; of cases and alarms: of this page',
  }),
  backlog: z
    .strictObject({ count: z.int(), oldest: instant.nullable() })
    .meta({ description: 'Wakes overdue by more than the grace of the sweep' }),
  mail: z
    .strictObject({
      state: z.enum(['ok', 'deferred', 'failing']),
      since: instant.optional(),
      waiting: z.int().meta({ description: 'Mails that should have gone out' }),
      lastError: z.string().optional().meta({ description: 'What the process that answers heard last' }),
    })
    .meta({
      description:
        '`deferred`: mail waits that should have gone out; `failing`: attempts at sending fail at present, and go on for as long as it takes',
    }),
  channels: z
    .array(
      z.strictObject({
        webhook: z.string().meta({ description: 'The setting that holds its address' }),
        state: z.enum(['ok', 'failing', 'notSet']),
        since: instant.optional(),
        lastError: z.string().optional(),
      }),
    )
    .meta({
      description:
        'The channels that versions of the policy name, as the process that answers knows them. `failing`: what was posted last was not taken; `notSet`: the setting holds no https:// address',
    }),
  warnings: z
    .array(z.strictObject({ code: z.string(), detail: z.string() }))
    .meta({ description: 'What has to be seen to before it hurts, such as holiday data that ends' }),
  fanOuts: z
    .array(fanOutViewSchema)
    .meta({ description: 'What is put over many cases and not done with all of them' }),
  unreadable: z
    .array(unreadableViewSchema)
    .meta({ description: 'What this release cannot read: documents of operations, and cases of this page' }),
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
