import { z } from 'zod';

import { durationSchema as duration, safeMs } from './duration.ts';
import { ruleId } from './ruleId.ts';

/** How long a customer may keep silent, and what follows (COM-2). */
export const silenceLimits = z
  .strictObject({
    rule: ruleId.meta({ description: 'What the customer has committed to' }),
    reminders: z
      .array(duration)
      .max(10)
      .meta({ description: 'How long after the question each reminder goes out' }),
    lowerAfter: duration
      .optional()
      .meta({ description: 'How long after the question the severity is lowered; absent: never' }),
  })
  .superRefine(({ reminders, lowerAfter }, context) => {
    const times = [...reminders, ...(lowerAfter === undefined ? [] : [lowerAfter])].map(safeMs);
    if (times.length === 0) {
      context.addIssue({
        code: 'custom',
        path: ['reminders'],
        message: 'has neither a reminder nor `lowerAfter`: name one, so that the clock has an end',
      });
    }
    times.forEach((time, index) => {
      if (index === 0 || time > (times[index - 1] ?? 0)) return;
      const last = index === reminders.length;
      context.addIssue({
        code: 'custom',
        path: last ? ['lowerAfter'] : ['reminders', index],
        message: 'must come after the one before it: let reminders rise, and `lowerAfter` follow the last',
      });
    });
  });

export type SilenceLimits = z.output<typeof silenceLimits>;
