import { z } from 'zod';

import { addressSchema } from './address.ts';
import { durationSchema as duration, safeMs, waitSchema } from './duration.ts';

/** How a message of a channel is written. */
export const channelShapes = ['teams', 'slack'] as const;

/** Only such settings may be named, so that no other is ever posted to. */
const channelSetting = /^CHANNEL_[A-Z0-9_]{1,50}$/;

const channel = z
  .strictObject({
    webhook: z
      .string()
      .regex(channelSetting, 'must be the name of a setting: CHANNEL_ and capitals, digits or underscores')
      .meta({
        description: 'The setting that holds the secret address of the incoming webhook',
        example: 'CHANNEL_DUTY',
      }),
    shape: z.enum(channelShapes).meta({
      description:
        '`teams`: an Adaptive Card, for the workflow "When a Teams webhook request is received"; `slack`: a message of an incoming webhook of Slack',
    }),
  })
  .meta({ id: 'PolicyChannel', description: 'A place where operations read, beside their mail' });
export type Channel = z.output<typeof channel>;

const level = z.strictObject({
  owner: z.string().trim().min(1).max(100).meta({ description: 'Who is told, by function' }),
  after: waitSchema.meta({
    description:
      'How long after the breach or the request, in the hours the case is covered; PT0S for at once',
  }),
  mailTo: z
    .array(addressSchema)
    .max(20)
    .meta({ description: 'Empty: the address of the setting OPERATIONS_MAIL_TO' }),
  channels: z
    .array(channel)
    .max(5)
    .refine(
      (all) => new Set(all.map(({ webhook }) => webhook)).size === all.length,
      'names a webhook twice: give each once',
    )
    .optional()
    .meta({ description: 'Where what is mailed to this level is posted as well' }),
});

/** Who is told when nobody takes a case up, in which order, and how often (PLAN-3, ALERT-1). */
export const escalation = z
  .strictObject({
    levels: z.array(level).min(1).max(10),
    repeats: z.int().min(0).max(10).meta({ description: 'How often all levels are gone through again' }),
    repeatEvery: duration.meta({
      description:
        'From the start of one round to that of the next, and between alerts to the highest level after the last round; PT1M at least',
    }),
    onBreach: z.boolean().meta({
      description: 'Whether the levels are alerted of a broken first response (ALERT-1), whatever the plan',
    }),
  })
  .superRefine(({ levels, repeats, repeatEvery }, context) => {
    levels.forEach(({ after }, index) => {
      if (index === 0 || safeMs(after) > safeMs(levels[index - 1]?.after ?? '')) return;
      context.addIssue({
        code: 'custom',
        path: ['levels', index, 'after'],
        message: 'overlaps the level before it: give each level a later `after`',
      });
    });
    if (safeMs(repeatEvery) < 60_000) {
      context.addIssue({
        code: 'custom',
        path: ['repeatEvery'],
        message: 'is too often: make it PT1M or more',
      });
    }
    if (repeats > 0 && safeMs(repeatEvery) <= safeMs(levels.at(-1)?.after ?? '')) {
      context.addIssue({
        code: 'custom',
        path: ['repeatEvery'],
        message:
          'begins the next round before the last level is told: make it longer than that level’s `after`',
      });
    }
  });
