/** `GET /api/operations/cases`: the queues of whoever is on duty. */
import { z } from 'zod';

import {
  clockKinds,
  clockStates,
  coverages,
  externalIdSchema,
  mailKinds,
  queueStates,
  responseStates,
  severities,
} from '../../cases/index.ts';
import { caseItemSchema, pageQuerySchema, pageSchemaOf } from '../schemas.ts';
import { duration, format, instant, namesOf, ofCases } from './parts.ts';

const queueSorts = ['timeLeft', 'lateness', 'newest'] as const;

export const queueQuerySchema = z.strictObject({
  state: namesOf(queueStates, 'Cases in one of these queues; absent: every case'),
  status: z.enum(['open', 'closed']).optional().meta({ description: 'Only such' }),
  owner: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'Only cases of the owner with this id; `none`: those that nobody works on' }),
  ...ofCases,
  text: z.string().trim().min(3, 'must have 3 characters at the least').max(200).optional().meta({
    description:
      'Only cases in whose title, reference, external id, tenant, contact’s name or address this occurs, in capitals or not',
  }),
  externalId: externalIdSchema.optional().meta({ description: 'Only cases with exactly this one' }),
  sort: z.enum(queueSorts).default('timeLeft').meta({
    description:
      '`timeLeft`: what comes due first is first, and what is overdue follows; `lateness`: what is overdue for longest is first, and what comes due next follows; `newest`: by submission. Cases with no due instant come last, and with them those in which all that has come due is an answer of the customer: what follows from that silence has followed',
  }),
  ...pageQuerySchema.shape,
  format,
});

const countdownSchema = z
  .strictObject({
    clockId: z.string(),
    kind: z.enum(clockKinds),
    schedule: z.enum(coverages),
    target: duration,
    state: z.enum(clockStates),
    dueAt: instant.nullable().meta({ description: 'Null while the clock is paused' }),
    remaining: duration.meta({ description: 'Covered time that is left: `PT0S` once it is due' }),
    late: duration.optional().meta({
      description: 'Covered time since the due instant, by the same schedule, while it still waits',
    }),
    counts: z.boolean().meta({
      description: 'Time counts at this instant: the schedule is open, and the clock is not paused',
    }),
    changesAt: instant.nullable().meta({
      description:
        'When that changes by itself: when the schedule closes, or opens again and the clock goes on; null: it does not (around the clock, or paused)',
    }),
    warnedAt: instant
      .nullable()
      .meta({ description: 'When its first threshold is, or was, reached; null while it is paused' }),
  })
  .meta({ id: 'Countdown', description: 'A clock that still waits, for a countdown in covered time' });
export type Countdown = z.output<typeof countdownSchema>;

const queueItemSchema = caseItemSchema
  .extend({
    states: z.array(z.enum(queueStates)).meta({ description: 'The queues it is in' }),
    response: z.enum(responseStates).meta({
      description:
        'The first response: `running`, `atRisk` (past its first threshold), `stillWaiting` (due, and not given), `answeredLate`, `kept`, `cancelled`; `none`: it was never promised. Apart from it, `status` says whether the case is closed',
    }),
    countdown: countdownSchema.nullable().meta({
      description:
        'Of the clock that counts: the first response that is owed, else what comes due first, else an answer of the customer that has not come in time',
    }),
    contact: z
      .strictObject({ name: z.string(), timeZone: z.string() })
      .meta({ description: 'The customer’s contact, and the IANA time zone of its calendar' }),
    failedMails: z
      .strictObject({
        count: z.int(),
        latest: z.strictObject({
          mailId: z.string().meta({ description: 'For `mail.retryRequested`' }),
          kind: z.enum(mailKinds),
          audience: z.enum(['customer', 'operations']),
          reason: z.string().meta({ description: 'At most 200 characters' }),
        }),
      })
      .optional(),
    notedMails: z
      .strictObject({
        count: z.int(),
        latest: z.strictObject({
          at: instant,
          from: z.string().meta({ description: 'Who sent it, as the mail says' }),
          why: z.enum(['stranger', 'notAuthentic', 'empty', 'notNow']),
        }),
      })
      .optional()
      .meta({
        description:
          'Mails about the case that are no answer of its contact and moved nothing, since an engineer or operations last did something on it (a note will do). The timeline has their words (`reply.noted`)',
      }),
    approval: z
      .strictObject({
        from: z.enum(severities),
        to: z.enum(severities),
        coverage: z.enum(coverages),
        since: instant,
      })
      .optional()
      .meta({ description: 'A lowering waits for `downgrade.approved` or `downgrade.declined`' }),
  })
  .meta({ id: 'QueueItem', description: 'A case in the queues of operations' });
export type QueueItem = z.output<typeof queueItemSchema>;

export const queueViewSchema = pageSchemaOf(queueItemSchema).extend({
  now: instant.meta({ description: 'The instant of the product at which this was answered' }),
  counts: z
    .strictObject(
      Object.fromEntries(queueStates.map((state) => [state, z.int()])) as Record<
        (typeof queueStates)[number],
        z.ZodInt
      >,
    )
    .meta({ description: 'How many cases each queue has, under the same filters but `state`' }),
  changes: z.string().meta({ description: 'For `after` of GET /api/operations/changes' }),
});
export type QueueView = z.output<typeof queueViewSchema>;
