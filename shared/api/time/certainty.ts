/** How sure a due instant is, as answers say it. */
import { z } from 'zod';
import {
  certainties,
  toInstant,
  type BusinessCalendar,
  type CalendarWarning,
  type Outlook,
} from '../../calendar/index.ts';
import { witnessesOf } from '../../policy/calendars/index.ts';

const instant = z.string().meta({ description: 'UTC, ISO 8601', example: '2026-11-24T07:30:00Z' });
const date = z.string().meta({ description: 'A local date', example: '2027-03-10' });

export const certaintySchema = z
  .enum(certainties)
  .meta({ id: 'Certainty', description: 'How sure it is which days are holidays, best to worst' });

const warningSchema = z.strictObject({
  code: z.string(),
  days: z
    .array(date)
    .meta({ description: 'The days that are not sure; empty where it is no matter of days' }),
  dueIfWorked: instant.optional().meta({ description: 'The due instant if all of these days are worked' }),
  dueIfHoliday: instant.optional().meta({ description: 'The due instant if all of them are holidays' }),
  evidence: z
    .array(
      z.strictObject({
        date,
        countedAs: z.enum(['holiday', 'workingDay']),
        sources: z.array(z.string()).meta({ description: 'Who has the day as a holiday' }),
        against: z.array(z.string()).meta({ description: 'Who does not' }),
      }),
    )
    .optional()
    .meta({ description: 'Of each of the days, how it was counted, and which sources say what' }),
  detail: z.string(),
});
export const warningsSchema = z.array(warningSchema);
export type WarningView = z.output<typeof warningSchema>;

export const uncertainSchema = z
  .strictObject({
    days: z.array(date),
    earliest: instant,
    latest: instant,
    decided: z
      .array(z.strictObject({ date, holiday: z.boolean() }))
      .optional()
      .meta({ description: 'Those of the days that have been decided since the clock was planned' }),
  })
  .meta({ description: 'The days not sure that the due instant rests on, and what they could make of it' });

export const strict = z
  .stringbool({ truthy: ['true'], falsy: ['false'] })
  .default(false)
  .meta({ description: 'Whether days that one source alone vouches for are warned of too' });

/** `calendar`: the one that the due instant was counted by. */
export function warningsView(
  { warnings }: Pick<Outlook, 'warnings'>,
  calendar: BusinessCalendar | undefined,
): WarningView[] {
  return warnings.map((warning) => warningView(warning, calendar));
}

function warningView(
  { code, days, dueIfWorked, dueIfHoliday, detail }: CalendarWarning,
  calendar: BusinessCalendar | undefined,
): WarningView {
  return {
    code,
    days: [...days],
    ...(dueIfWorked !== undefined && { dueIfWorked: toInstant(dueIfWorked) }),
    ...(dueIfHoliday !== undefined && { dueIfHoliday: toInstant(dueIfHoliday) }),
    ...(calendar && days.length > 0 && { evidence: evidenceOf(calendar, days) }),
    detail: `${detail.charAt(0).toUpperCase()}${detail.slice(1)}.`,
  };
}

function evidenceOf(
  { id, holidays }: BusinessCalendar,
  days: readonly string[],
): NonNullable<WarningView['evidence']> {
  const closed = new Set(holidays.map(({ date }) => date));
  return witnessesOf(id, days).map(({ date, sources, against }) => ({
    date,
    countedAs: closed.has(date) ? 'holiday' : 'workingDay',
    sources: [...sources],
    against: [...against],
  }));
}
