import { z } from 'zod';

import { promiseHoursSchema, weeklySchema } from './entitlement.ts';

const name = z.string().trim().min(1).max(100);
const dates = z.array(z.iso.date()).max(400);
const openings = weeklySchema.shape.monday.unwrap().min(1);

/** What operations put over a product calendar: always the whole of it. */
export const calendarLayerSchema = z.strictObject({
  hours: promiseHoursSchema.optional().meta({ description: "In place of the product's weekly hours" }),
  holidays: z
    .strictObject({
      add: z
        .array(z.strictObject({ date: z.iso.date(), name }))
        .max(400)
        .default([]),
      remove: dates.default([]).meta({ description: 'Dates that are no holidays' }),
    })
    .prefault({}),
  workingDays: z
    .strictObject({
      add: z
        .array(z.strictObject({ date: z.iso.date(), name, hours: openings.optional() }))
        .max(400)
        .default([])
        .meta({
          description:
            'Days that are worked although they are a weekend or a holiday, with their hours or those of a normal working day',
        }),
    })
    .prefault({}),
});
export type CalendarLayer = z.output<typeof calendarLayerSchema>;
