/** Operations' layers over the calendars: how they are put, and how they are shown. */
import { z } from 'zod';

import { calendarProblems, toInstant, toMs, weekdays } from '../../calendar/index.ts';
import { type CalendarLayer, calendarLayerSchema } from '../../cases/index.ts';
import { instantSchema } from '../../policy/index.ts';
import { failed, previewQuerySchema } from '../policies.ts';
import type { FieldError } from '../input/problem.ts';

const instant = z.string().meta({ description: 'UTC, ISO 8601', example: '2026-11-20T09:00:00Z' });

const applyTo = z.enum(['new', 'open']).meta({
  description: '`new`: cases submitted from then on; `open`: those that are open as well',
});

export const calendarPlaceParams = z.object({
  country: z.string().max(16).meta({ description: 'ISO 3166-1 alpha-2 or alpha-3', example: 'JP' }),
});
export const calendarPlaceQuery = z.strictObject({
  region: z
    .string()
    .max(32)
    .optional()
    .meta({ description: 'A region with a layer of its own', example: 'BY' }),
});

export const calendarPreviewQuery = previewQuerySchema.extend(calendarPlaceQuery.shape);

/** `PUT /api/calendars/{country}`, and its preview. */
export const calendarLayerPutSchema = calendarLayerSchema
  .extend({
    effectiveFrom: instantSchema
      .optional()
      .meta({ description: 'Which submissions get it: those from then on. Absent: from now on' }),
    applyTo: applyTo.default('new'),
  })
  .superRefine(({ holidays, workingDays }, context) => {
    const refuse = (path: (string | number)[], date: string, other: string) => {
      context.addIssue({
        code: 'custom',
        path,
        message: `${date} is ${other} already: leave it in one place`,
      });
    };
    const seen = new Map<string, string>(
      holidays.remove.map((date) => [date, 'among the holidays to remove']),
    );
    for (const [index, { date }] of holidays.add.entries()) {
      const other = seen.get(date);
      if (other !== undefined) refuse(['holidays', 'add', index, 'date'], date, other);
      seen.set(date, 'among the holidays to add');
    }
    const worked = new Set<string>();
    for (const [index, { date }] of workingDays.add.entries()) {
      const isHoliday = seen.get(date) === 'among the holidays to add';
      const path = ['workingDays', 'add', index, 'date'];
      if (isHoliday) refuse(path, date, 'among the holidays to add');
      else if (worked.has(date)) refuse(path, date, 'among the working days');
      worked.add(date);
    }
  })
  .meta({
    id: 'CalendarLayerPut',
    description:
      'All that operations put over the calendar of a country or region; it replaces what was put before',
    example: {
      effectiveFrom: '2026-11-20T08:00:00Z',
      holidays: { add: [{ date: '2026-11-25', name: 'Day of mourning' }], remove: [] },
      workingDays: { add: [{ date: '2026-11-28', name: 'In its place' }] },
      applyTo: 'open',
    },
  });
export type CalendarLayerPut = z.output<typeof calendarLayerPutSchema>;

const layerFields = {
  layer: z.int().meta({ description: 'Counts the layers of the place from 1' }),
  effectiveFrom: instant,
  ...calendarLayerSchema.shape,
  applyTo,
  putBy: z.string().meta({ description: 'The subject of the token by which it was put' }),
  putAt: instant,
};

export const calendarLayerSummarySchema = z
  .strictObject(layerFields)
  .meta({ id: 'CalendarLayer', description: 'What operations have put last' });

export type CalendarLayerSummary = z.output<typeof calendarLayerSummarySchema>;

const applied = z.int().meta({ description: 'Open cases that were put under it by this request' });
const complete = z
  .boolean()
  .meta({ description: 'False: the rest follows within minutes, or once it takes effect' });
const placeFields = { country: z.string(), region: z.string().nullable(), version: z.string() };

export const calendarLayerViewSchema = z
  .strictObject({ ...placeFields, ...layerFields, applied, failed, complete })
  .meta({ id: 'CalendarLayerPutResult' });

export const calendarApplyViewSchema = z
  .strictObject({ ...placeFields, applied, failed, complete })
  .meta({ id: 'CalendarApplyResult' });

interface StoredLayer {
  readonly number: number;
  readonly layer: CalendarLayer;
  readonly effectiveFrom: string;
  readonly applyTo: 'new' | 'open';
  readonly putBy: string;
  readonly putAt: string;
}

export function layerSummary(stored: StoredLayer): CalendarLayerSummary {
  const { number, layer, effectiveFrom, applyTo, putBy, putAt } = stored;
  return { layer: number, effectiveFrom, ...layer, applyTo, putBy, putAt };
}

/** What a body says of the layer itself, and what is wrong with it that only a calendar can tell. */
export function layerFrom({ effectiveFrom, applyTo, ...layer }: CalendarLayerPut): {
  readonly layer: CalendarLayer;
  readonly effectiveFrom: string | undefined;
  readonly applyTo: 'new' | 'open';
  readonly errors: readonly FieldError[];
} {
  const { hours, holidays, workingDays } = layer;
  const anyDay = Object.fromEntries(weekdays.map((day) => [day, [['09:00', '17:00'] as const]]));
  const problems = calendarProblems({
    timeZone: 'UTC',
    weekly: hours ?? anyDay,
    holidays: holidays.add,
    extraOpenings: workingDays.add.map(({ date, hours: open = [] }) => ({ date, intervals: open })),
  });
  const errors = problems.map(({ pointer, code, detail }) => ({
    pointer: pointer
      .replace(/^\/weekly/, '/hours')
      .replace(/^\/holidays/, '/holidays/add')
      .replace(/^\/extraOpenings\/(\d+)\/intervals/, '/workingDays/add/$1/hours'),
    code,
    detail: `${detail}.`,
  }));
  const from = effectiveFrom === undefined ? undefined : toInstant(toMs(effectiveFrom));
  return { layer, effectiveFrom: from, applyTo, errors };
}
