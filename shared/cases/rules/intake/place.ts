import { calendarFor, type CalendarRequest } from '../../../policy/calendars/index.ts';
import type { CalendarStamp } from '../../model/case.ts';
import { Refused } from '../../model/commands.ts';

/** The calendar of where a contact is. Throws `Refused` when that is nowhere. */
export function stampOf(request: CalendarRequest): CalendarStamp {
  const found = calendarFor(request);
  if (found.ok) return found.stamp;
  throw new Refused({
    kind: 'invalid',
    code: found.failure.code,
    rules: ['COM-1'],
    pointer: `/contactDetails${found.failure.pointer}`,
    detail: `${found.failure.detail}.`,
  });
}
